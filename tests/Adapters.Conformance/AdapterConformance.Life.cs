using Inference.Contracts;

namespace Inference.Adapters.Conformance;

public abstract partial class AdapterConformance
{
    [Fact]
    public async Task Infer_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        var source = SourceOf(Fixture.Sum) with { Concurrency = 8 };
        (await CreateLoader().LoadAsync(source, Stop)).TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        await using (model)
        {
            var callers = Enumerable.Range(0, 8).Select(caller => Task.Run(() => CallAsync(model!, caller), Stop));
            await Task.WhenAll(callers);
        }
    }

    [Fact]
    public async Task Load_TwiceAndDisposeOne_LeavesTheOtherRunning()
    {
        await using var keeper = await LoadAsync(Fixture.Sum);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var runs = Task.Run(
            async () =>
            {
                for (var round = 0; !source.IsCancellationRequested; round++)
                    await CallOnceAsync(keeper, round);
            },
            Stop);

        for (var reload = 0; reload < 3; reload++)
        {
            var other = await LoadAsync(Fixture.Sum);
            await CallOnceAsync(other, reload);
            await other.DisposeAsync();
        }

        await source.CancelAsync();
        await runs;
    }

    [Fact]
    public async Task Infer_Always_LeavesItsInputsAlone()
    {
        await using var model = await LoadAsync(Fixture.Sum);
        using var request = SumRequest([1, float.NaN], [10, -0f]);
        using var before = Tensor.FromValues(DataType.Fp32, new Shape(2), request.Inputs[1].Tensor.Values<float>());

        using var result = await model.InferAsync(request, Stop);

        request.Inputs[1].Tensor.ShouldBeBitwise(before);
    }

    [Fact]
    public async Task Infer_Outputs_ShareNoMemoryWithTheInputs()
    {
        await using var model = await LoadAsync(Fixture.Echo);
        using var tensor = Requests.Floats(1, 2, 3);
        using var request = Requests.Of("x", tensor);
        using var result = await model.InferAsync(request, Stop);

        tensor.Writable.Fill(0xff);

        result.Floats().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Infer_EarlierOutputs_SurviveLaterRuns()
    {
        await using var model = await LoadAsync(Fixture.Sum);
        using var first = SumRequest([1], [2]);
        using var kept = await model.InferAsync(first, Stop);
        for (var round = 0; round < 100; round++)
            await CallOnceAsync(model, round);

        kept.Floats().ShouldBe([3]);
    }

    [Fact]
    public async Task Dispose_BeforeItsOutputs_LeavesThemReadable()
    {
        Need(AdapterFeatures.OutputsOutliveModel);
        var model = await LoadAsync(Fixture.Echo);
        using var request = Requests.Of("x", Requests.Floats([.. Enumerable.Range(0, 100_000).Select(i => (float)i)]));
        using var result = await model.InferAsync(request, Stop);

        await model.DisposeAsync();

        result.Outputs[0].Tensor.ShouldBeBitwise(request.Inputs[0].Tensor);
    }

    [Fact]
    public async Task Dispose_Twice_DoesNothingMore()
    {
        var model = await LoadAsync(Fixture.Sum);

        await model.DisposeAsync();
        await model.DisposeAsync();
    }

    private static async Task CallAsync(IModel model, int caller)
    {
        for (var round = 0; round < 50; round++)
            await CallOnceAsync(model, (caller * 1000) + round);
    }

    private static async Task CallOnceAsync(IModel model, int number)
    {
        // lengths differ, so that a mix-up shows in the shape too
        float[] a = [.. Enumerable.Range(0, 1 + (number % 37)).Select(i => (float)(i + number))];
        using var request = SumRequest(a, [.. a.Select(_ => (float)number)]);
        using var result = await model.InferAsync(request, Stop);
        result.Floats(0).ShouldBe(a.Select(value => value + number));
        result.Floats(1).ShouldBe(a.Select(value => value - number));
    }
}
