using Inference.Contracts;
using Inference.Testing;
using InferenceHost.Admission;

namespace Inference.InferenceHost.Tests.Admission;

public sealed class RequestLifeTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private readonly RequestLives lives = new();

    [Fact]
    public async Task Begin_TheDeadlinePasses_IsOver()
    {
        using var life = Begin(Short);

        await OverAsync(life);

        life.EndedBy.ShouldBe(ErrorCode.DeadlineExceeded);
    }

    [Fact]
    public async Task ShortenTo_AnEarlierDeadline_IsOverThen()
    {
        using var life = Begin(Long);

        life.ShortenTo(Deadline.After(TimeProvider.System, Short));

        await OverAsync(life);
        life.EndedBy.ShouldBe(ErrorCode.DeadlineExceeded);
        life.IsCallersDeadline.ShouldBeTrue();
    }

    [Fact]
    public void ShortenTo_ALaterDeadline_ChangesNothing()
    {
        using var life = Begin(Long);

        life.ShortenTo(Deadline.After(TimeProvider.System, TimeSpan.MaxValue));

        life.Deadline.Remaining.ShouldBeLessThanOrEqualTo(Long);
        life.IsCallersDeadline.ShouldBeFalse();
        life.Token.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Begin_TheCallerLeaves_IsOver()
    {
        using var caller = new CancellationTokenSource();
        using var life = Begin(Long, caller);
        life.Token.IsCancellationRequested.ShouldBeFalse();

        await caller.CancelAsync();

        life.Token.IsCancellationRequested.ShouldBeTrue();
        life.EndedBy.ShouldBe(ErrorCode.CallerGone);
    }

    [Fact]
    public async Task Begin_TheCallerHasLeft_IsOverFromTheStart()
    {
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();

        using var life = Begin(Long, caller);

        life.Token.IsCancellationRequested.ShouldBeTrue();
        life.EndedBy.ShouldBe(ErrorCode.CallerGone);
    }

    [Fact]
    public async Task Begin_AfterOneThatWasCutShort_IsFresh()
    {
        using var caller = new CancellationTokenSource();
        var first = Begin(Long, caller);
        await caller.CancelAsync();
        first.Dispose();

        using var second = Begin(Long);

        second.ShouldBeSameAs(first);
        second.Token.IsCancellationRequested.ShouldBeFalse();
        second.EndedBy.ShouldBe(ErrorCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Begin_AfterOneThatEndedInTime_HearsNothingOfItsCallerAndDeadline()
    {
        using var caller = new CancellationTokenSource();
        Begin(Short, caller).Dispose();
        using var life = Begin(Long);

        await caller.CancelAsync();
        using var timer = new PeriodicTimer(2 * Short, TimeProvider.System);
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);

        life.Token.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void EndAll_ThoseInProgressAndThoseToCome_AreOver()
    {
        var ended = Begin(Long);
        ended.Dispose();
        using var one = Begin(Long);
        using var other = Begin(Long);

        lives.EndAll();

        foreach (var life in (RequestLife[])[one, other])
        {
            life.Token.IsCancellationRequested.ShouldBeTrue();
            life.EndedBy.ShouldBe(ErrorCode.Draining);
        }

        using var late = Begin(Long);
        late.Token.IsCancellationRequested.ShouldBeTrue();
        late.EndedBy.ShouldBe(ErrorCode.Draining);
    }

    [Fact]
    public async Task EndAll_TheCallerHadLeft_StaysThat()
    {
        using var caller = new CancellationTokenSource();
        using var life = Begin(Long, caller);
        await caller.CancelAsync();

        lives.EndAll();

        life.EndedBy.ShouldBe(ErrorCode.CallerGone);
    }

    [Fact]
    public async Task BeginAndEnd_ManyAtOnceWithCallersLeaving_NoneEndsAnother()
    {
        var wrong = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var i = 0; i < 2_000; i++)
            {
                using var caller = new CancellationTokenSource();
                using var life = Begin(Long, caller);
                if (life.Token.IsCancellationRequested)
                    Interlocked.Increment(ref wrong);
                if (random.Next(2) == 0)
                    await caller.CancelAsync();
                if (life.Token.IsCancellationRequested != caller.IsCancellationRequested)
                    Interlocked.Increment(ref wrong);
            }
        })));

        wrong.ShouldBe(0);
    }

    private static Task OverAsync(RequestLife life) => Condition.HoldsAsync(() => life.Token.IsCancellationRequested, () => "it goes on");

    private RequestLife Begin(TimeSpan time, CancellationTokenSource? caller = null) =>
        lives.Begin(Deadline.After(TimeProvider.System, time), caller?.Token ?? CancellationToken.None);
}
