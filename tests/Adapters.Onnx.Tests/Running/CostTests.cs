using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Running;

/// <summary>What a run costs beside the model's own work. Allocated bytes are exact and the same on every machine; times are printed only.</summary>
[Collection(nameof(Alone))]
public sealed class CostTests
{
    private const int Runs = 1000;

    [Fact]
    public async Task Infer_Digits_AllocatesLittle()
    {
        await using var model = await TestModels.LoadAsync("digits");
        using var request = Requests.Of("image", Requests.Floats(new Shape(1, 64), new float[64]));
        await RunAsync(model, request, Runs);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = TimeProvider.System.GetTimestamp();
        await RunAsync(model, request, Runs);
        var perRun = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
        var time = TimeProvider.System.GetElapsedTime(start) / Runs;

        TestContext.Current.TestOutputHelper!.WriteLine($"{perRun} bytes and {time.TotalMicroseconds:F1} us a run, of one input and two outputs");

        // two tensors, their names and the result: what a run works with is bound once
        perRun.ShouldBeLessThanOrEqualTo(264);
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
