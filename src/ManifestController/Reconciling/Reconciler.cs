using System.Diagnostics;

namespace ManifestController.Reconciling;

/// <summary>Takes keys from the queue and makes each right; what fails comes again.</summary>
internal sealed partial class Reconciler(Workbench bench, WorkQueue<ReconcileKey> queue, ReconcileMeters meters, ILogger logger)
{
    private const int Workers = 24;
    private readonly BackOff backOff = new();
    private readonly ComponentPass components = new(bench);
    private readonly ApiPass apis = new(bench);
    private readonly BoxPass boxes = new(bench);

    /// <summary>Works until cancelled; returns once no pass is under way.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(cancellationToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            ReconcileKey key;
            try
            {
                key = await queue.TakeAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await PassAsync(key, cancellationToken);
            }
            finally
            {
                queue.Done(key);
            }
        }
    }

    private async Task PassAsync(ReconcileKey key, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        PassResult result;
        try
        {
            result = await RunAsync(key, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // whoever leads next begins with everything anew
            return;
        }
        catch (Exception e)
        {
            // a bug: this manifest is tried again later, the others go on
            LogBug(logger, key, e);
            result = PassResult.Failed(e.Message);
        }

        meters.Passed(key.Type, result.Kind, Stopwatch.GetElapsedTime(began));
        if (result.Kind == OutcomeKind.Settled)
        {
            backOff.Forget(key);
            return;
        }

        var delay = backOff.Next(key);
        LogFailed(logger, key, result.Message, delay.TotalSeconds);
        queue.AddAfter(key, delay);
    }

    private Task<PassResult> RunAsync(ReconcileKey key, CancellationToken cancellationToken) =>
        key.Type == Kinds.Component ? components.RunAsync(key.Id, cancellationToken)
        : key.Type == Kinds.Api ? apis.RunAsync(key.Id, cancellationToken)
        : boxes.RunAsync(key.Id, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Key} is not as it should be yet: {Reason}; again in {Seconds} s")]
    private static partial void LogFailed(ILogger logger, ReconcileKey key, string reason, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Key} met an exception nobody expected")]
    private static partial void LogBug(ILogger logger, ReconcileKey key, Exception exception);
}
