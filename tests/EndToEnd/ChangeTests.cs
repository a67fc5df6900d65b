using Inference.EndToEnd.Clusters;
using Inference.Testing;

namespace Inference.EndToEnd;

/// <summary>What changes while callers call, without one of them noticing.</summary>
public sealed class ChangeTests(TestCluster cluster, ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_NewModelUnderLoad_AnswersChangeAndNoRequestFails()
    {
        cluster.Require();
        await using var service = await DigitsService.StartAsync(cluster, Cancelled);
        var before = await service.Place.UntilAsync("mlcomponent", "digits", "ready", Cancelled);
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder["sevens.onnx"], Models.OnlySevens(), Cancelled);

        await service.UnderLoadAsync(output, async traffic =>
        {
            await cluster.Store.PutAsync(service.Place.Name, "digits-models", "digits.onnx", folder["sevens.onnx"], Cancelled);
            await Eventually.HoldsAsync(() => Task.FromResult(traffic.Answers.ContainsKey("[7]")), () => "the new model never answered", Cancelled);
        });

        await Kubectl.UntilAsync(service.Place.Name, "mlcomponent", "digits", found => Status.Text(found, "model") != Status.Text(before, "model"), "of the new model", Cancelled);
    }

    [Fact]
    public async Task Apply_ChangedManifestUnderLoad_PodsAreReplacedAndNoRequestFails()
    {
        cluster.Require();
        await using var service = await DigitsService.StartAsync(cluster, Cancelled);
        var before = await service.PodsAsync(Cancelled);

        await service.UnderLoadAsync(output, async _ =>
        {
            await service.Place.ApplySampleAsync("digits", Cancelled, DigitsService.WithTimeout("41s"));
            await service.ReplacedAsync(before, Cancelled);
        });
    }

    [Fact]
    public async Task Apply_MoreReplicasUnderLoadAndFewerAgain_NoRequestFails()
    {
        cluster.Require();
        await using var service = await DigitsService.StartAsync(cluster, Cancelled);

        await service.UnderLoadAsync(output, async _ =>
        {
            await service.Place.ApplySampleAsync("digits", Cancelled, DigitsService.WithReplicas(2));
            await service.ReplicasAsync(2, Cancelled);
            await service.Place.ApplySampleAsync("digits", Cancelled, DigitsService.WithReplicas(1));
            await service.ReplicasAsync(1, Cancelled);
        });
    }
}
