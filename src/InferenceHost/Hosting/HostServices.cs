using Inference.Telemetry.Metrics;

namespace InferenceHost.Hosting;

/// <summary>What everything in the host may need.</summary>
internal sealed record HostServices(TimeProvider Clock, ILoggerFactory Loggers)
{
    public MetricRegistry Metrics { get; } = ForProcess();

    private static MetricRegistry ForProcess()
    {
        var registry = new MetricRegistry();
        ProcessMetrics.AddTo(registry);
        RuntimeMetrics.AddTo(registry);
        return registry;
    }
}
