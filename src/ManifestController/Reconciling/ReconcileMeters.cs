using Inference.Cluster;
using Inference.Telemetry.Metrics;

namespace ManifestController.Reconciling;

/// <summary>What the controller counts of itself.</summary>
internal sealed class ReconcileMeters
{
    private readonly MetricFamily<Counter> passes;
    private readonly MetricFamily<Histogram> durations;
    private readonly MetricFamily<Counter> requests;
    private readonly MetricFamily<Gauge> depth;
    private readonly MetricFamily<Gauge> leading;

    public ReconcileMeters(MetricRegistry registry)
    {
        passes = registry.Counter("inference_controller_passes_total", "Passes over a manifest, by its kind and how they ended.", "kind", "outcome");
        durations = registry.Histogram("inference_controller_pass_duration_seconds", "How long a pass takes.", HistogramBuckets.Seconds, "kind");
        requests = registry.Counter("inference_controller_requests_total", "Requests to the API server that were answered, by status; 0 where none came.", "verb", "resource", "status");
        depth = registry.Gauge("inference_controller_queue_depth", "Manifests that wait for a pass.");
        leading = registry.Gauge("inference_controller_leading", "1 while this replica is the one that acts.");
        IsLeading = false;
    }

    public bool IsLeading
    {
        set => leading.With().Set(value ? 1 : 0);
    }

    /// <summary>Where the depth of the queue is read from.</summary>
    public void ReadDepth(Func<double> read) => depth.With().ReadFrom(read);

    public void Passed(ResourceType type, OutcomeKind outcome, TimeSpan duration)
    {
        passes.With(type.Kind, outcome.ToString().ToLowerInvariant()).Increment();
        durations.With(type.Kind).Observe(duration.TotalSeconds);
    }

    public void Asked(ClusterRequest request) => requests.With(request.Verb, request.Type.Plural, $"{request.Status}").Increment();
}
