using Inference.EndToEnd.Calls;
using Inference.EndToEnd.Clusters;

namespace Inference.EndToEnd;

/// <summary>The samples, applied as they are.</summary>
public sealed class SampleTests(TestCluster cluster, ITestOutputHelper output)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_Digits_PredictsThroughTheServiceWithTheModelOfTheStore()
    {
        cluster.Require();
        await using var place = await TestNamespace.CreateAsync(Cancelled);
        await cluster.Store.PutAsync(place.Name, "digits-models", "digits.onnx", Models.Digits, Cancelled);

        var began = TimeProvider.System.GetTimestamp();
        await place.ApplySampleAsync("digits", Cancelled);
        await place.UntilAsync("mlcomponent", "digits", "ready", Cancelled);
        output.WriteLine($"ready {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s after kubectl apply began");

        var (relay, url) = await place.ReachAsync(cluster.Node, "digits-api", Cancelled);
        using (relay)
        {
            using var client = relay.Client();
            (await Prediction.Digit.AskAsync(client, url, isLast: false, Cancelled)).ShouldBe("[2]");
        }
    }

    [Fact]
    public async Task Apply_IrisInPython_PredictsInTheUsersImage()
    {
        cluster.Require();
        await using var place = await TestNamespace.CreateAsync(Cancelled);
        await cluster.Store.PutAsync(place.Name, "iris-data", "users/developer/file_groups/models/iris.joblib", Models.Iris, Cancelled);

        var began = TimeProvider.System.GetTimestamp();
        await place.ApplySampleAsync("iris-python", Cancelled);
        await place.UntilAsync("mlcomponent", "iris", "ready", Cancelled);
        output.WriteLine($"ready {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s after kubectl apply began");

        var (relay, url) = await place.ReachAsync(cluster.Node, "iris-api", Cancelled);
        using (relay)
        {
            using var client = relay.Client();
            (await Prediction.Flower.AskAsync(client, url, isLast: false, Cancelled)).ShouldBe("\"setosa\"");
        }
    }
}
