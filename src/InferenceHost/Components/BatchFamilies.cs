using Inference.Telemetry.Metrics;
using InferenceHost.Batching;

namespace InferenceHost.Components;

/// <summary>The metric families of runs that requests may share.</summary>
internal sealed class BatchFamilies(MetricRegistry registry)
{
    private readonly MetricFamily<Histogram> sizes =
        registry.Histogram("inference_batch_size", "Rows in one run, of components with batching.", HistogramBuckets.Sizes, "component");

    private readonly MetricFamily<Counter> releases =
        registry.Counter("inference_batch_released_total", "Runs of components with batching, by why they began: nothing more was there, the batch was full, or its first request had waited for maxDelay.", "component", "reason");

    public Histogram Size(string component) => sizes.With(component);

    public Counter Released(string component, BatchRelease release) => releases.With(component, release switch
    {
        BatchRelease.Full => "full",
        BatchRelease.Waited => "delay",
        _ => "idle",
    });
}
