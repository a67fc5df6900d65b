using Inference.Testing;

namespace Inference.Cluster.Tests.Requests;

public sealed class BackoffTests
{
    private readonly ManualClock clock = new();
    private readonly Backoff backoff;

    public BackoffTests() => backoff = new Backoff(clock, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8));

    [Fact]
    public void WaitAsync_AgainAndAgain_GrowsToTheBound()
    {
        foreach (var most in (int[])[1, 2, 4, 8, 8, 8])
            Check(TimeSpan.FromSeconds(most / 2.0), TimeSpan.FromSeconds(most), atLeast: null);
        for (var i = 0; i < 100; i++)
            Check(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), atLeast: null);
        backoff.Reset();
        Check(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), atLeast: null);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(100_000, 60)]
    public void WaitAsync_ServerThatNamesATime_IsLeftAlone(int asked, int waited) =>
        Check(TimeSpan.FromSeconds(waited), TimeSpan.FromSeconds(waited), TimeSpan.FromSeconds(asked));

    private void Check(TimeSpan least, TimeSpan most, TimeSpan? atLeast)
    {
        var wait = backoff.WaitAsync(atLeast, CancellationToken.None);
        clock.Advance(least - TimeSpan.FromMilliseconds(1));
        wait.IsCompleted.ShouldBeFalse();
        clock.Advance(most - least + TimeSpan.FromMilliseconds(1));
        wait.IsCompleted.ShouldBeTrue();
    }
}
