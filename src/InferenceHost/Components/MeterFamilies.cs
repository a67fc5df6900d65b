using Inference.Telemetry.Metrics;

namespace InferenceHost.Components;

/// <summary>The metric families of requests and runs. The label <c>component</c> is <c>namespace.name</c>, empty for what names no known one.</summary>
internal sealed class MeterFamilies(MetricRegistry registry)
{
    public MetricFamily<Counter> Requests { get; } =
        registry.Counter("inference_requests_total", "Predictions asked for, by HTTP status.", "component", "protocol", "status");

    public MetricFamily<Histogram> RequestDuration { get; } =
        registry.Histogram("inference_request_duration_seconds", "From the head of a request to its answer.", HistogramBuckets.Seconds, "component", "protocol");

    public MetricFamily<Histogram> QueueDuration { get; } =
        registry.Histogram("inference_queue_duration_seconds", "Waiting for a slot.", HistogramBuckets.Seconds, "component");

    public MetricFamily<Histogram> RunDuration { get; } =
        registry.Histogram("inference_run_duration_seconds", "The model's run, for each request in it.", HistogramBuckets.Seconds, "component");

    public MetricFamily<Gauge> InFlight { get; } =
        registry.Gauge("inference_in_flight", "Requests that hold a place: they wait, run, or their answer is being made.", "component");

    public MetricFamily<Gauge> QueueLength { get; } =
        registry.Gauge("inference_queue_length", "Requests in flight that wait for a run.", "component");

    /// <summary>Drops the series of a component that is gone.</summary>
    public void Forget(string component) => registry.RemoveWhere("component", component);
}
