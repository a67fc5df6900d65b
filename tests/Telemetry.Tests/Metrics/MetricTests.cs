using Inference.Telemetry.Metrics;

namespace Inference.Telemetry.Tests.Metrics;

public sealed class MetricTests
{
    private readonly MetricRegistry registry = new();

    [Fact]
    public void CounterAdd_Negative_Throws()
    {
        var counter = registry.Counter("x_total", "X.").With();
        Should.Throw<ArgumentOutOfRangeException>(() => counter.Add(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => counter.Add(-0.1));
        counter.Value.ShouldBe(0);
    }

    [Fact]
    public void CounterAdd_WholeBeyondDouble_IsWrittenExactly()
    {
        registry.Counter("x_total", "X.").With().Add((1L << 53) + 1);
        Page.Of(registry).ShouldEndWith("x_total 9007199254740993\n");
    }

    [Fact]
    public void CounterSetTotal_Twice_HoldsTheLast()
    {
        var counter = registry.Counter("x_total", "X.").With();
        counter.SetTotal(2.5);
        counter.SetTotal(3.5);
        counter.Value.ShouldBe(3.5);
    }

    [Fact]
    public void Gauge_UpAndDown_HoldsTheDifference()
    {
        var gauge = registry.Gauge("x", "X.").With();
        gauge.Set(10);
        gauge.Increment();
        gauge.Decrement();
        gauge.Add(-2.5);
        gauge.Value.ShouldBe(7.5);
    }

    [Fact]
    public void GaugeAdd_AfterNaN_ReturnsAtOnce()
    {
        var gauge = registry.Gauge("x", "X.").With();
        gauge.Set(double.NaN);
        gauge.Add(1);
        gauge.Value.ShouldBe(double.NaN);
    }

    [Fact]
    public void GaugeReadFrom_Callback_IsReadAtTheScrape()
    {
        var now = 1.0;
        registry.Gauge("x", "X.").With().ReadFrom(() => now);
        now = 2;
        Page.Value(Page.Of(registry), "x").ShouldBe(2);
    }

    [Fact]
    public void GaugeReadFrom_CallbackThatThrows_IsNaNAndThePageStands()
    {
        registry.Gauge("x", "X.").With().ReadFrom(() => throw new InvalidOperationException());
        registry.Gauge("y", "Y.").With().Set(1);
        Page.Of(registry).ShouldContain("x NaN\n");
        Page.Value(Page.Of(registry), "y").ShouldBe(1);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(1, 0)]
    [InlineData(1.0000001, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(double.PositiveInfinity, 2)]
    public void HistogramObserve_Value_CountsInTheBucketWhoseBoundIncludesIt(double value, int bucket)
    {
        var buckets = new HistogramBuckets(1, 2);
        registry.Histogram("x", "X.", buckets).With().Observe(value);
        var page = Page.Of(registry);
        string[] bounds = ["1", "2", "+Inf"];
        for (var i = 0; i < bounds.Length; i++)
            Page.Value(page, $"x_bucket{{le=\"{bounds[i]}\"}}").ShouldBe(i >= bucket ? 1 : 0);
    }

    [Fact]
    public void HistogramObserve_NaN_IsNotCounted()
    {
        var histogram = registry.Histogram("x", "X.", HistogramBuckets.Seconds).With();
        histogram.Observe(double.NaN);
        histogram.Observe(0.5);
        histogram.Count.ShouldBe(1);
        histogram.Sum.ShouldBe(0.5);
    }

    [Fact]
    public void HistogramObserve_ManyThreads_LosesNothing()
    {
        var histogram = registry.Histogram("x", "X.", HistogramBuckets.Sizes).With();
        AtOnce(100_000, () => histogram.Observe(2));
        histogram.Count.ShouldBe(400_000);
        histogram.Sum.ShouldBe(800_000);
    }

    [Fact]
    public void GaugeAdd_ManyThreads_LosesNothing()
    {
        var gauge = registry.Gauge("x", "X.").With();
        AtOnce(2_000_000, () => gauge.Add(1));
        gauge.Value.ShouldBe(8_000_000);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(1, double.NaN)]
    public void HistogramBuckets_NotAscendingOrNotFinite_Throws(double first, double second) =>
        Should.Throw<ArgumentException>(() => new HistogramBuckets(first, second));

    private static void AtOnce(int times, Action act)
    {
        using var together = new Barrier(4);
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            together.SignalAndWait();
            for (var i = 0; i < times; i++)
                act();
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }
}
