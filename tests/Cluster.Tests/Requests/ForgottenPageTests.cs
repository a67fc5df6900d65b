namespace Inference.Cluster.Tests.Requests;

[Collection(nameof(Alone))]
public sealed class ForgottenPageTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListAsync_ServerThatForgetsBetweenPages_StartsOver()
    {
        var @namespace = await new ListerTests(cluster).FillAsync(5);
        var firstPage = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        var statuses = new List<int>();
        using var client = new ClusterClient(
            cluster.Config with { PageSize = 2 },
            TimeProvider.System,
            logger: null,
            request =>
            {
                statuses.Add(request.Status);
                firstPage.TrySetResult();
                goOn.Wait(Cancellation);
            });

        var listing = client.ListAsync(TestCluster.ConfigMaps, ListerTests.Fillings(@namespace), Cancellation);
        await firstPage.Task;
        await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, new ObjectName(@namespace, "c0"), DeleteOptions.Default, Cancellation);
        (await cluster.Client.ListAsync(TestCluster.ConfigMaps, ListerTests.Fillings(@namespace), Cancellation)).TryGet(out var now, out _).ShouldBeTrue();
        await cluster.ControlPlane.CompactAsync(now!.ResourceVersion, Cancellation);
        goOn.Set();

        (await listing).TryGet(out var list, out var error).ShouldBeTrue($"{error}");
        list.Items.Select(item => item.Name).ShouldBe(["c1", "c2", "c3", "c4"]);
        statuses.ShouldBe([200, 410, 200]);
    }
}
