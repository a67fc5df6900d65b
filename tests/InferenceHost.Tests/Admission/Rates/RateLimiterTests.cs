using System.Net;
using Inference.Testing;
using InferenceHost.Admission;
using InferenceHost.Admission.Rates;

namespace Inference.InferenceHost.Tests.Admission.Rates;

public sealed class RateLimiterTests
{
    private static readonly CallerKey Bob = new("bob", default);
    private readonly ManualClock clock = new();

    [Fact]
    public void TryTake_ABurst_ThenTheRate()
    {
        var limiter = new RateLimiter(perSecond: 2, burst: 3, clock);

        Taken(limiter, 10).ShouldBe(3);
        limiter.TryTake(Bob, out var wait).ShouldBeFalse();
        wait.ShouldBe(TimeSpan.FromSeconds(0.5));
        clock.Advance(TimeSpan.FromSeconds(0.5));
        Taken(limiter, 10).ShouldBe(1);
        clock.Advance(TimeSpan.FromSeconds(60));
        Taken(limiter, 10).ShouldBe(3, "no more than the burst is saved");
        limiter.Policy.ShouldBe("\"default\";q=3;w=2");
        RateLimiter.Nothing(wait).ShouldBe("\"default\";r=0;t=1");
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(4, 4)]
    [InlineData(2.5, 3)]
    [InlineData(1e-9, 1)]
    public void TryTake_WithoutABurst_AsManyAsASecondHas(double perSecond, int expected) => Taken(new RateLimiter(perSecond, burst: null, clock), 10).ShouldBe(expected);

    [Fact]
    public void TryTake_Callers_AreCountedEach()
    {
        var limiter = new RateLimiter(perSecond: 1, burst: 1, clock);
        var here = CallerAddress.Of(IPAddress.Parse("2001:db8::1"));

        limiter.TryTake(Bob, out _).ShouldBeTrue();
        limiter.TryTake(new CallerKey("bob", here), out _).ShouldBeFalse("a user is one wherever it calls from");
        limiter.TryTake(new CallerKey("eve", default), out _).ShouldBeTrue();
        limiter.TryTake(new CallerKey(name: null, here), out _).ShouldBeTrue();
        limiter.TryTake(new CallerKey(name: null, CallerAddress.Of(IPAddress.Parse("2001:db8::2"))), out _).ShouldBeFalse("the same /64");
    }

    [Fact]
    public async Task TryTake_ManyThreads_NoMoreThanTheBurst()
    {
        var limiter = new RateLimiter(perSecond: 1, burst: 1000, clock);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Taken(limiter, 1000))));

        taken.Sum().ShouldBe(1000);
    }

    [Fact]
    public void TryTake_ACallerSeenBefore_AllocatesNothing()
    {
        var limiter = new RateLimiter(perSecond: 1_000_000, burst: 1_000_000, TimeProvider.System);
        Taken(limiter, 100);
        var least = long.MaxValue;
        for (var i = 0; i < 100; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            limiter.TryTake(Bob, out _);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);
    }

    private static int Taken(RateLimiter limiter, int tries) => Enumerable.Range(0, tries).Count(_ => limiter.TryTake(Bob, out var wait));
}
