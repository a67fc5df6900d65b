using Inference.Cluster;
using ManifestController.Applying;
using ManifestController.Planning.Settings;
using ManifestController.Pods;
using ManifestController.Reporting;
using ManifestController.Watching;

namespace ManifestController.Reconciling;

/// <summary>What all passes work with.</summary>
internal sealed record Workbench(ObjectStores Stores, PlanSettings Settings, ObjectApplier Applier, Pruner Pruner, StatusWriter Statuses, EventRecorder Events)
{
    public required PodReports Reports { get; init; }
}
