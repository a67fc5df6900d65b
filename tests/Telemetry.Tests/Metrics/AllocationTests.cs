using Inference.Telemetry.Metrics;

namespace Inference.Telemetry.Tests.Metrics;

public sealed class AllocationTests
{
    private const int Rounds = 10_000;

    private readonly MetricRegistry registry = new();

    [Fact]
    public void Counter_Updates_AllocateNothing()
    {
        var counter = registry.Counter("x_total", "X.", "a").With("1");
        Allocated(() =>
        {
            counter.Increment();
            counter.Add(2);
            counter.Add(0.5);
        }).ShouldBe(0);
    }

    [Fact]
    public void Gauge_Updates_AllocateNothing()
    {
        var gauge = registry.Gauge("x", "X.", "a").With("1");
        Allocated(() =>
        {
            gauge.Increment();
            gauge.Decrement();
            gauge.Set(3);
        }).ShouldBe(0);
    }

    [Fact]
    public void Histogram_Observations_AllocateNothing()
    {
        var histogram = registry.Histogram("x_seconds", "X.", HistogramBuckets.Seconds, "a").With("1");
        Allocated(() => histogram.Observe(0.003)).ShouldBe(0);
    }

    private static long Allocated(Action update)
    {
        update();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
            update();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
