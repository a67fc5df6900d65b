using Inference.Telemetry.Metrics;

namespace Inference.Telemetry.Tests.Metrics;

public sealed class ProcessMetricsTests
{
    private readonly string page;

    public ProcessMetricsTests()
    {
        var registry = new MetricRegistry();
        ProcessMetrics.AddTo(registry);
        RuntimeMetrics.AddTo(registry);
        page = Page.Of(registry);
    }

    [Theory]
    [InlineData("process_cpu_seconds_total", 0.01, 1e6)]
    [InlineData("process_resident_memory_bytes", 1e6, 1e12)]
    [InlineData("process_virtual_memory_bytes", 1e7, 1e15)]
    [InlineData("process_open_fds", 3, 1e6)]
    [InlineData("process_max_fds", 64, double.PositiveInfinity)]
    [InlineData("process_start_time_seconds", 1.7e9, 1e10)]
    [InlineData("dotnet_gc_collections_total{generation=\"0\"}", 0, 1e9)]
    [InlineData("dotnet_gc_collections_total{generation=\"2\"}", 0, 1e9)]
    [InlineData("dotnet_gc_heap_size_bytes", 1e5, 1e12)]
    [InlineData("dotnet_gc_allocated_bytes_total", 1e5, 1e15)]
    [InlineData("dotnet_threadpool_threads", 0, 1e5)]
    [InlineData("dotnet_threadpool_queue_length", 0, 1e9)]
    public void AddTo_ThisProcess_ReadsAPlausibleFigure(string sample, double least, double most)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        Page.Value(page, sample).ShouldBeInRange(least, most);
    }

    [Fact]
    public void StartTime_ThisProcess_IsInThePastAndRecent()
    {
        var start = DateTimeOffset.UnixEpoch.AddSeconds(Page.Value(page, "process_start_time_seconds"));
        (TimeProvider.System.GetUtcNow() - start).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromHours(1));
    }

    [Fact]
    public void Exceptions_OneMoreThrown_GrowByOneAtLeast()
    {
        var registry = new MetricRegistry();
        RuntimeMetrics.AddTo(registry);
        var before = Page.Value(Page.Of(registry), "dotnet_exceptions_total");
        Should.Throw<InvalidOperationException>(() => throw new InvalidOperationException());
        Page.Value(Page.Of(registry), "dotnet_exceptions_total").ShouldBeGreaterThan(before);
    }

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", double.PositiveInfinity)]
    public void ParseDescriptorLimit_Line_IsTheSoftLimit(string line, double limit) =>
        ProcFiles.ParseDescriptorLimit(["Max cpu time  unlimited  unlimited  seconds", line]).ShouldBe(limit);
}
