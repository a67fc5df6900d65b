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
        using var request = Image(1);
        await RunAsync(model, request, Runs);

        var start = TimeProvider.System.GetTimestamp();
        var perRun = await PerRunAsync(model, request, Runs);
        var time = TimeProvider.System.GetElapsedTime(start) / Runs;

        TestContext.Current.TestOutputHelper!.WriteLine($"{perRun} bytes and {time.TotalMicroseconds:F1} us a run, of one input and two outputs");

        // two tensors, their names and the result: what a run works with is bound once
        perRun.ShouldBeLessThanOrEqualTo(264);
    }

    [Fact]
    public async Task Infer_FirstRequestsAtTheSameTime_AllocatesLittleAfterThem()
    {
        for (var round = 0; round < 300; round++)
        {
            await using var model = await TestModels.LoadAsync("digits");
            using var together = new Barrier(2);
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
            {
                using var request = Image(1);
                for (var run = 0; run < 10; run++)
                {
                    together.SignalAndWait();
                    await RunAsync(model, request, 1);
                }
            })));

            using var next = Image(1);
            (await PerRunAsync(model, next, Runs)).ShouldBeLessThanOrEqualTo(264, $"round {round}");
        }
    }

    [Fact]
    public async Task Infer_SomeShapesInAnyOrder_AllocatesLittle()
    {
        await using var model = await TestModels.LoadAsync("digits");
        var requests = Enumerable.Range(1, 8).Select(Image).ToArray();
        foreach (var request in requests)
            await RunAsync(model, request, 3);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Runs; i++)
            await RunAsync(model, requests[i * 5 % 8], 1);
        var perRun = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;

        perRun.ShouldBeLessThanOrEqualTo(264);
        foreach (var request in requests)
            request.Dispose();
    }

    [Fact]
    public async Task Infer_OtherShapesThanBefore_AllocatesLittleAfterSomeRuns()
    {
        await using var model = await TestModels.LoadAsync("digits");
        for (var rows = 1; rows <= 20; rows++)
        {
            using var request = Image(rows);
            await RunAsync(model, request, Runs + 2);
            (await PerRunAsync(model, request, Runs)).ShouldBeLessThanOrEqualTo(264, $"{rows} rows");
        }
    }

    private static InferenceRequest Image(int rows) => Requests.Of("image", Requests.Floats(new Shape(rows, 64), new float[64 * rows]));

    private static async Task<long> PerRunAsync(IModel model, InferenceRequest request, int runs)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await RunAsync(model, request, runs);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / runs;
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
