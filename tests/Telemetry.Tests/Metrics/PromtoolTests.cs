using Inference.Telemetry.Metrics;
using Inference.Testing;

namespace Inference.Telemetry.Tests.Metrics;

/// <summary>The page as Prometheus's own checker reads it: format and naming customs.</summary>
public sealed class PromtoolTests
{
    [Fact]
    public async Task WriteTo_AllKindsOfMetrics_IsAcceptedByPromtool()
    {
        var registry = new MetricRegistry();
        ProcessMetrics.AddTo(registry);
        RuntimeMetrics.AddTo(registry);
        registry.Counter("inference_requests_total", "Requests answered.", "component", "protocol", "status").With("ns.\"a\\b\nc", "predict", "200").Increment();
        registry.Histogram("inference_request_duration_seconds", "Time to answer.", HistogramBuckets.Seconds, "component").With("é").Observe(0.1);
        registry.Histogram("inference_batch_size", "Items of a batch,\nsee \\ the docs.", HistogramBuckets.Sizes, "component").With("a").Observe(3);
        registry.Gauge("inference_in_flight", "Requests in flight.", "component").With("a").Set(double.NaN);

        var (exitCode, output) = await CheckAsync(Page.Of(registry));

        output.ShouldBe("");
        exitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Promtool_BrokenPage_IsRefused() => (await CheckAsync("x{a=\"1} 2\n")).ExitCode.ShouldNotBe(0);

    private static Task<(int ExitCode, string Output)> CheckAsync(string page)
    {
        if (Promtool.Path is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(Promtool.Missing);
        Assert.SkipWhen(Promtool.Path is null, Promtool.Missing);
        return Promtool.CheckAsync(page, TestContext.Current.CancellationToken);
    }
}
