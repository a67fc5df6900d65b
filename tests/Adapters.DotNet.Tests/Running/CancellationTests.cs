using Inference.Adapters.Conformance;
using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.DotNet.Tests.Running;

public sealed class CancellationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("ASYNC")]
    public async Task Infer_CodeIgnoresTheToken_CallerHasItsAnswerAndTheResultIsDisposedOf(string variable)
    {
        var events = new RecordedEvents();
        using var release = new ManualResetEventSlim();
        await using var model = await LoadAsync(events, concurrency: 1, variable);
        using var cancel = new CancellationTokenSource();
        var outputs = new List<Tensor>();
        using var request = RequestOf(release, outputs);
        var run = model.InferAsync(request, cancel.Token).AsTask();
        await Condition.HoldsAsync(() => events.Lines.Contains("running 1"), () => "it never ran");

        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(() => run)).CancellationToken.ShouldBe(cancel.Token);
        outputs[0].Values<float>().ToArray().ShouldBe([1, 2]);
        release.Set();
        await Condition.HoldsAsync(() => IsDisposed(outputs[0]), () => "its result was never disposed of");
    }

    [Fact]
    public async Task Infer_CallerLeftAndDisposedOfItsInputs_TheirMemoryStaysUntilTheCodeEnds()
    {
        var events = new RecordedEvents();
        using var release = new ManualResetEventSlim();
        await using var model = await LoadAsync(events, concurrency: 1);
        await LeaveAsync(model, events, release, "running 1");

        // as much as the pool would have given out again
        var others = Enumerable.Range(0, 300).Select(_ => Requests.Floats(9, 9)).ToArray();
        release.Set();

        await Condition.HoldsAsync(() => events.Lines.Any(line => line.StartsWith("saw")), () => "it never ended");
        events.Lines.ShouldContain("saw 1 2");
        foreach (var other in others)
            other.Dispose();
    }

    [Fact]
    public async Task Infer_OtherRunsWereLeft_WaitsForAPlace()
    {
        var events = new RecordedEvents();
        using var release = new ManualResetEventSlim();
        await using var model = await LoadAsync(events, concurrency: 2);
        await LeaveAsync(model, events, release, "running 1");
        await LeaveAsync(model, events, release, "running 2");
        using var request = RequestOf(release);
        var next = model.InferAsync(request, Stop).AsTask();
        using var impatient = new CancellationTokenSource();
        var never = model.InferAsync(request, impatient.Token).AsTask();

        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => never);
        next.IsCompleted.ShouldBeFalse();
        events.Lines.Count(line => line.StartsWith("running")).ShouldBe(2);
        model.Fault.ShouldBeNull();
        release.Set();

        using var result = await next;
        result.Floats().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Infer_AllRunsStuckPastTheLimit_IsAFaultUntilOneEnds()
    {
        var clock = new ManualClock();
        var events = new RecordedEvents();
        using var release = new ManualResetEventSlim();
        await using var model = await LoadAsync(events, concurrency: 1);
        await LeaveAsync(model, events, release, "running 1", Deadline.After(clock, TimeSpan.FromSeconds(60)));
        model.Fault.ShouldBeNull();

        clock.Advance(TimeSpan.FromSeconds(61));

        model.Fault!.Code.ShouldBe(ErrorCode.ModelNotReady);
        model.Fault.Message.ShouldContain("must look at its cancellation token");
        using var request = RequestOf(release);
        using (var refused = await model.InferAsync(request, Stop))
            refused.Error!.Code.ShouldBe(ErrorCode.ModelNotReady);
        release.Set();
        await Condition.HoldsAsync(() => model.Fault is null, () => "the fault stays");
        using var result = await model.InferAsync(request, Stop);
        result.Floats().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Dispose_RunsThatWereLeft_AreWaitedFor()
    {
        var events = new RecordedEvents();
        using var release = new ManualResetEventSlim();
        var model = await LoadAsync(events, concurrency: 1);
        await LeaveAsync(model, events, release, "running 1");

        var disposal = model.DisposeAsync().AsTask();

        disposal.IsCompleted.ShouldBeFalse();
        events.Lines.ShouldNotContain(line => line.StartsWith("disposed"));
        release.Set();
        await disposal;
        events.Lines.ShouldContain("disposed while 0 run");
        await Should.ThrowAsync<ObjectDisposedException>(async () => await model.InferAsync(RequestOf(release), Stop));
    }

    [Fact]
    public async Task Dispose_RunThatNeverEnds_IsWaitedForSomeSecondsOnly()
    {
        var events = new RecordedEvents();
        using var release = new ManualResetEventSlim();
        var model = await LoadAsync(events, concurrency: 1);
        await LeaveAsync(model, events, release, "running 1");

        await model.DisposeAsync();

        events.Errors.ShouldHaveSingleItem().Details.ShouldContain("it is unloaded when it ends");
        events.Lines.ShouldNotContain(line => line.StartsWith("disposed"));
        release.Set();
        await Condition.HoldsAsync(() => events.Lines.Contains("disposed while 0 run"), () => "it was never disposed of");
    }

    [Fact]
    public async Task Infer_CancelledAndEndedAtTheSameTime_IsOneOrTheOther()
    {
        await using var model = await Adapter.LoadAsync("Conforming.Conformance", Adapter.Source(("FIXTURE", "Slow")));
        for (var round = 0; round < 500; round++)
        {
            using var cancel = new CancellationTokenSource();
            using var request = Requests.Of("iterations", Requests.Longs(Shape.Scalar, round % 50));
            var run = model.InferAsync(request, cancel.Token).AsTask();
            var cancelling = cancel.CancelAsync();
            try
            {
                using var result = await run;
                result.Floats().ShouldBe([64]);
            }
            catch (OperationCanceledException)
            {
                // the other
            }

            await cancelling;
        }
    }

    private static Task<IModel> LoadAsync(RecordedEvents events, int concurrency, string variable = "") =>
        Adapter.LoadAsync("Running.Stubborn", Adapter.Source((variable, "1")) with { Concurrency = concurrency, Events = events });

    /// <summary>Begins a run, and cancels it and disposes of its inputs while it goes on.</summary>
    private static async Task LeaveAsync(IModel model, RecordedEvents events, ManualResetEventSlim release, string line, Deadline limit = default)
    {
        using var cancel = new CancellationTokenSource();
        using var request = RequestOf(release, limit: limit);
        var run = model.InferAsync(request, cancel.Token).AsTask();
        await Condition.HoldsAsync(() => events.Lines.Contains(line), () => "it never ran");
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
    }

    private static InferenceRequest RequestOf(ManualResetEventSlim release, List<Tensor>? outputs = null, Deadline limit = default) => new()
    {
        Id = "test",
        Inputs = [new NamedTensor("x", Requests.Floats(1, 2))],
        Parameters = [new Parameter("outputs", outputs), new Parameter("release", release)],
        Limit = limit,
    };

    private static bool IsDisposed(Tensor tensor)
    {
        try
        {
            return tensor.Span.IsEmpty;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
