using Inference.Cluster;
using ManifestController.Applying;
using ManifestController.Planning.Settings;
using ManifestController.Pods;
using ManifestController.Reconciling;
using ManifestController.Reporting;
using ManifestController.Watching;

namespace ManifestController.Hosting;

/// <summary>The life of the replica that acts: see everything, then make it right, for as long as it leads. Nothing is carried over from one time to the next.</summary>
internal sealed class Leading(ClusterClient client, ControllerOptions options, PlanSettings settings, ReconcileMeters meters, ILoggerFactory loggers, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stores = new ObjectStores(settings.Autoscaler, settings.DisruptionBudget);
        var queue = new WorkQueue<ReconcileKey>(clock);
        var range = new WatchRange(options.Namespaces.Count == 0 ? [null] : [.. options.Namespaces], settings.Store?.CredentialsSecret);
        var events = new EventRecorder(client, new EventSource(ObjectApplier.FieldManager, Environment.MachineName), clock, loggers.CreateLogger<EventRecorder>());
        using var reports = new PodReports(stores.Pods, options.PodPoll, clock);
        var bench = new Workbench(stores, settings, new ObjectApplier(client, stores), new Pruner(client, stores), new StatusWriter(client, stores, events, clock), events) { Reports = reports };
        var watcher = new Watcher(client, stores, range, queue, loggers.CreateLogger<Watcher>());
        var reconciler = new Reconciler(bench, queue, meters, loggers.CreateLogger<Reconciler>());
        var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        meters.ReadDepth(() => queue.Depth);
        meters.IsLeading = true;
        try
        {
            await Together.RunAsync(
                cancellationToken,
                events.RunAsync,
                token => watcher.RunAsync(listed.SetResult, token),
                token => ReconcileAsync(listed.Task, reconciler, token),
                token => reports.RunAsync(watcher.Heard, token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // told to stop, or no longer the one that leads
        }
        finally
        {
            meters.IsLeading = false;
        }
    }

    private static async Task ReconcileAsync(Task listed, Reconciler reconciler, CancellationToken cancellationToken)
    {
        await listed.WaitAsync(cancellationToken);
        await reconciler.RunAsync(cancellationToken);
    }
}
