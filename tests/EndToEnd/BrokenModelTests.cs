using Inference.EndToEnd.Clusters;
using Inference.Testing;

namespace Inference.EndToEnd;

/// <summary>What a component says of a model that is broken or not there, and how it comes back by itself.</summary>
public sealed class BrokenModelTests(TestCluster cluster, ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_BeforeTheModelIsThere_SaysWhatItWaitsForThenWhyItFailedThenServes()
    {
        cluster.Require();
        await using var place = await TestNamespace.CreateAsync(Cancelled);
        using var folder = new TempFolder();

        await place.ApplySampleAsync("digits", Cancelled);
        var waiting = await place.UntilAsync("mlcomponent", "digits", "waiting", Cancelled);
        Status.Text(waiting, "message").ShouldNotBeNull().ShouldContain("digits.onnx");

        await cluster.Store.PutAsync(place.Name, "digits-models", "digits.onnx", folder.Write("broken.onnx", "this is no model"), Cancelled);
        var failed = await place.UntilAsync("mlcomponent", "digits", "failed", Cancelled);
        output.WriteLine($"failed: {Status.Text(failed, "message")}");
        Status.Text(failed, "message").ShouldNotBeNull().ShouldContain("digits.onnx");

        await cluster.Store.PutAsync(place.Name, "digits-models", "digits.onnx", Models.Digits, Cancelled);
        await place.UntilAsync("mlcomponent", "digits", "ready", Cancelled);
    }

    [Fact]
    public async Task Put_BrokenModelUnderLoad_TheLastOneServesAndTheStatusSaysWhy()
    {
        cluster.Require();
        await using var service = await DigitsService.StartAsync(cluster, Cancelled);
        using var folder = new TempFolder();

        await service.UnderLoadAsync(output, async _ =>
        {
            await cluster.Store.PutAsync(service.Place.Name, "digits-models", "digits.onnx", folder.Write("broken.onnx", "this is no model"), Cancelled);
            await Kubectl.UntilAsync(service.Place.Name, "mlcomponent", "digits", found => Status.Text(found, "message")?.Contains("digits.onnx", StringComparison.Ordinal) == true, "telling of the broken model", Cancelled);
        });

        await cluster.Store.PutAsync(service.Place.Name, "digits-models", "digits.onnx", Models.Digits, Cancelled);
        await Kubectl.UntilAsync(service.Place.Name, "mlcomponent", "digits", found => Status.Is(found, "ready") && string.IsNullOrEmpty(Status.Text(found, "message")), "ready without a word", Cancelled);
    }
}
