using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.Conformance;

public abstract partial class AdapterConformance
{
    [Fact]
    public async Task Load_FilesMissing_IsAnError()
    {
        var outcome = await CreateLoader().LoadAsync(SourceOf(Fixture.Missing), Stop);

        outcome.TryGet(out _, out var error).ShouldBeFalse();
        error!.Code.ShouldBe(ErrorCode.ModelUnloadable);
        error.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Infer_ModelFails_IsAResultWithTheReason()
    {
        await using var model = await LoadAsync(Fixture.Pick);
        using var request = Requests.Of("index", Requests.Longs(99));

        using var result = await model.InferAsync(request, Stop);

        result.Error.ShouldNotBeNull();
        result.Error.Code.ShouldBe(ErrorCode.ModelFailed);
        result.Error.Message.ShouldNotBeNullOrWhiteSpace();
        result.Outputs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Infer_AfterAFailedRun_WorksAsBefore()
    {
        await using var model = await LoadAsync(Fixture.Pick);
        for (var round = 0; round < 10; round++)
        {
            using var bad = Requests.Of("index", Requests.Longs(0, 99));
            using var failed = await model.InferAsync(bad, Stop);
            failed.Error.ShouldNotBeNull();

            using var good = Requests.Of("index", Requests.Longs(2, 0, 1));
            using var result = await model.InferAsync(good, Stop);
            result.Floats().ShouldBe([3, 1, 2]);
        }
    }

    [Fact]
    public async Task Infer_AlreadyCancelled_EndsAtOnce()
    {
        Need(AdapterFeatures.StopsRuns);
        await using var model = await LoadAsync(Fixture.Slow);

        await TimeBound.IsKeptOnceAsync(TimeSpan.FromSeconds(1), () => ShouldEndAsync(model, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Infer_CancelledWhileRunning_EndsSoonAndTheModelIsUsableAfterwards()
    {
        Need(AdapterFeatures.StopsRuns);
        await using var model = await LoadAsync(Fixture.Slow);
        for (var round = 0; round < 3; round++)
            await TimeBound.IsKeptOnceAsync(TimeSpan.FromSeconds(1), () => CancelAsync(model));
    }

    private static async Task<TimeSpan> CancelAsync(IModel model)
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(30), TimeProvider.System);
        var took = await ShouldEndAsync(model, source.Token);

        using var quick = Requests.Of("iterations", Requests.Longs(Shape.Scalar, 1));
        using var result = await model.InferAsync(quick, Stop);
        result.Floats().Single().ShouldBe(64, 1e-3);
        return took;
    }

    /// <summary>How long after the cancellation a run that would take hours ends.</summary>
    protected static async Task<TimeSpan> ShouldEndAsync(IModel model, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(model);
        var cancelled = TimeProvider.System.GetTimestamp();
        using var registration = token.Register(() => cancelled = TimeProvider.System.GetTimestamp());
        using var request = Requests.Of("iterations", Requests.Longs(Shape.Scalar, 10_000_000_000));
        try
        {
            using var result = await Task.Run(async () => await model.InferAsync(request, token), Stop).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop);
            result.Error.ShouldNotBeNull();
        }
        catch (OperationCanceledException e)
        {
            e.CancellationToken.ShouldBe(token);
        }

        return TimeProvider.System.GetElapsedTime(cancelled);
    }
}
