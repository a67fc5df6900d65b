using FsCheck;
using FsCheck.Fluent;
using Inference.Testing;

namespace Inference.Contracts.Tests.Models;

public sealed class DeadlineTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void None_NeverPasses()
    {
        Deadline.None.IsNone.ShouldBeTrue();
        Deadline.None.HasPassed.ShouldBeFalse();
        Deadline.None.Remaining.ShouldBe(Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void After_TimeGoesBy_RemainsLessAndPasses()
    {
        var deadline = Deadline.After(clock, TimeSpan.FromSeconds(3));

        deadline.IsNone.ShouldBeFalse();
        deadline.Remaining.ShouldBe(TimeSpan.FromSeconds(3));
        clock.Advance(TimeSpan.FromSeconds(2));
        deadline.Remaining.ShouldBe(TimeSpan.FromSeconds(1));
        deadline.HasPassed.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        deadline.HasPassed.ShouldBeTrue();
        clock.Advance(TimeSpan.FromSeconds(1));
        deadline.Remaining.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void After_AnEarlierTimestamp_CountsFromThere()
    {
        var arrived = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(1));

        Deadline.After(clock, arrived, TimeSpan.FromSeconds(3)).Remaining.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void After_LongerThanTheClockCounts_IsFarAway()
    {
        clock.Advance(TimeSpan.FromHours(1));

        var deadline = Deadline.After(clock, TimeSpan.MaxValue);

        deadline.HasPassed.ShouldBeFalse();
        deadline.Remaining.ShouldBeGreaterThan(TimeSpan.FromDays(10_000));
        Deadline.After(TimeProvider.System, TimeSpan.MaxValue).HasPassed.ShouldBeFalse();
    }

    [Fact]
    public void Earlier_OfAnyTwo_RemainsTheShorter() =>
        Prop.ForAll(Gen.Choose(0, 1000).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (one, other) =>
        {
            var (left, right) = (Deadline.After(clock, TimeSpan.FromMilliseconds(one)), Deadline.After(clock, TimeSpan.FromMilliseconds(other)));
            return Deadline.Earlier(left, right).Remaining == TimeSpan.FromMilliseconds(Math.Min(one, other))
                && Deadline.Earlier(left, Deadline.None).Remaining == left.Remaining
                && Deadline.Earlier(Deadline.None, right).Remaining == right.Remaining
                && Deadline.Earlier(Deadline.None, Deadline.None).IsNone;
        }).QuickCheckThrowOnFailure();
}
