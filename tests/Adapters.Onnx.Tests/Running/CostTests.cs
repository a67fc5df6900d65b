using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Running;

/// <summary>What a run costs beside the model's own work. Allocated bytes are exact and the same on every machine; times are printed only.</summary>
[Collection(nameof(Alone))]
public sealed class CostTests
{
    private const int Runs = 1000;

    [Fact]
    public async Task Infer_SmallModel_AllocatesLittle()
    {
        await using var model = await TestModels.LoadAsync("mlp");
        using var tensor = Requests.Floats(new Shape(1, 16), new float[16]);
        using var request = Requests.Of("x", tensor);
        await RunAsync(model, request, Runs);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        await RunAsync(model, request, Runs);
        var perRun = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
        var time = TimeProvider.System.GetElapsedTime(start) / Runs;

        TestContext.Current.TestOutputHelper!.WriteLine($"{perRun} bytes and {time.TotalMicroseconds:F1} us a run, of one input and two outputs");
        perRun.ShouldBeLessThanOrEqualTo(1040);
    }

    // nothing is waited for, so that all of it happens on this thread
    private static async Task RunAsync(IModel model, InferenceRequest request, int runs)
    {
        for (var run = 0; run < runs; run++)
        {
            using var result = await model.InferAsync(request, CancellationToken.None);
            if (result.Error is not null)
                throw new InvalidOperationException(result.Error.ToString());
        }
    }
}
