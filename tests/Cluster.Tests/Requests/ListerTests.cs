using System.Collections.Concurrent;

namespace Inference.Cluster.Tests.Requests;

public sealed class ListerTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListAsync_MoreThanAPage_IsWhole()
    {
        var @namespace = await FillAsync(7);
        var requests = new ConcurrentQueue<ClusterRequest>();
        using var client = new ClusterClient(cluster.Config with { PageSize = 3 }, TimeProvider.System, logger: null, requests.Enqueue);

        (await client.ListAsync(TestCluster.ConfigMaps, Fillings(@namespace), Cancellation)).TryGet(out var list, out var error).ShouldBeTrue($"{error}");

        list.Items.Select(item => item.Name).ShouldBe(["c0", "c1", "c2", "c3", "c4", "c5", "c6"]);
        list.Items[0].ApiVersion.ShouldBe("v1");
        list.Items[0].Kind.ShouldBe("ConfigMap");
        list.ResourceVersion.ShouldNotBeEmpty();
        requests.ShouldAllBe(request => request.Verb == "list" && request.Status == 200 && request.Type == TestCluster.ConfigMaps);
        requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task ListAsync_AllNamespaces_HoldsThoseOfEach()
    {
        var (one, other) = (await FillAsync(1), await FillAsync(1));

        (await cluster.Client.ListAsync(TestCluster.ConfigMaps, new ListScope { LabelSelector = "filling=yes" }, Cancellation)).TryGet(out var list, out _).ShouldBeTrue();

        list!.Items.ShouldContain(item => item.Namespace == one);
        list.Items.ShouldContain(item => item.Namespace == other);
    }

    [Fact]
    public async Task ListAsync_MetadataOnly_HoldsNoData()
    {
        var @namespace = await FillAsync(1);

        (await cluster.Client.ListAsync(TestCluster.ConfigMaps, Fillings(@namespace) with { MetadataOnly = true }, Cancellation)).TryGet(out var list, out _).ShouldBeTrue();

        var item = list!.Items.ShouldHaveSingleItem();
        item.Kind.ShouldBe("ConfigMap");
        item.ApiVersion.ShouldBe("v1");
        item.Labels["filling"].ShouldBe("yes");
        item.Json.TryGetProperty("data", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task ListAsync_ManagedFields_AreThereWhereAsked()
    {
        var @namespace = await FillAsync(1);

        (await cluster.Client.ListAsync(TestCluster.ConfigMaps, Fillings(@namespace), Cancellation)).TryGet(out var without, out _).ShouldBeTrue();
        (await cluster.Client.ListAsync(TestCluster.ConfigMaps, Fillings(@namespace) with { ManagedFields = true }, Cancellation)).TryGet(out var with, out _).ShouldBeTrue();

        without!.Items[0].Json.GetRawText().ShouldNotContain("managedFields");
        with!.Items[0].Json.GetRawText().ShouldContain("managedFields");
    }

    [Fact]
    public async Task ListAsync_FieldSelector_FindsTheOne()
    {
        var @namespace = await FillAsync(3);

        (await cluster.Client.ListAsync(TestCluster.ConfigMaps, new ListScope { Namespace = @namespace, FieldSelector = "metadata.name=c1" }, Cancellation))
            .TryGet(out var list, out _).ShouldBeTrue();

        list!.Items.ShouldHaveSingleItem().Name.ShouldBe("c1");
    }

    [Fact]
    public async Task ListAsync_TypeThatIsNotServed_IsNotFound() =>
        (await cluster.Client.ListAsync(new ResourceType("nobody.example", "v1", "things", "Thing"), ListScope.All, Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.NotFound);

    // every namespace has a ConfigMap of the cluster's own too
    internal static ListScope Fillings(string @namespace) => new() { Namespace = @namespace, LabelSelector = "filling=yes" };

    internal async Task<string> FillAsync(int count)
    {
        var @namespace = await cluster.NewNamespaceAsync();
        for (var i = 0; i < count; i++)
        {
            var body = TestCluster.ConfigMap($"c{i}");
            body["metadata"]!["labels"] = new System.Text.Json.Nodes.JsonObject { ["filling"] = "yes" };
            (await cluster.Client.CreateAsync(TestCluster.ConfigMaps, @namespace, body, Cancellation)).Error.ShouldBeNull();
        }

        return @namespace;
    }
}
