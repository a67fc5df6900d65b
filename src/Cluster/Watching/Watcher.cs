using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Inference.Cluster;

/// <summary>
/// List, watch from there, and go on from the last known version when the watch ends, which it does every few minutes. A version that the server has
/// forgotten, or does not know yet, means to list anew. A server that was away may come back with an older state (etcd restored from a copy), in which
/// a watch from a later version would hear nothing: it is asked for its version first. Whatever fails soon after it began is tried again with ever longer
/// pauses, never at once.
/// </summary>
internal sealed class Watcher(ApiConnection connection, ClusterConfig config, TimeProvider clock, ILogger? logger, WatchTarget target)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>A watch that lasted so long is no sign that something is wrong when it ends.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(5);

    private readonly ILogger logger = logger ?? NullLogger.Instance;
    private readonly Backoff backoff = new(clock, FirstPause, LongestPause);
    private string version = "";
    private bool wasAway;

    public async IAsyncEnumerable<WatchEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (version.Length == 0)
            {
                var listed = await ListAsync(cancellationToken);
                yield return listed;
                if (listed is WatchEvent.Failed failed)
                {
                    await backoff.WaitAsync(failed.Error.RetryAfter, cancellationToken);
                    continue;
                }
            }

            var (began, time) = (clock.GetTimestamp(), Time());
            var opened = await OpenAsync(time, cancellationToken);
            var error = opened.Error;
            if (opened.TryGet(out var stream, out _))
            {
                using (stream)
                {
                    WatchStep step;
                    while (!(step = await stream.NextAsync(cancellationToken)).Ended)
                    {
                        version = step.Version.Length > 0 ? step.Version : version;
                        if (step.Event is not null)
                            yield return step.Event;
                    }

                    error = step.Error;
                }
            }

            if (error is not null && !Forget(error))
                yield return new WatchEvent.Failed(error);
            var lasted = clock.GetElapsedTime(began);
            wasAway = lasted < time;
            await PauseAsync(error, lasted, cancellationToken);
        }
    }

    private async Task<WatchEvent> ListAsync(CancellationToken cancellationToken)
    {
        var result = await new Lister(connection, config.PageSize).ListAsync(target.Type, target.Scope, cancellationToken);
        if (!result.TryGet(out var list, out var error))
        {
            WatchLog.Interrupted(logger, target, error);
            return new WatchEvent.Failed(error);
        }

        version = list.ResourceVersion;
        wasAway = false;
        WatchLog.Listed(logger, target, list.Items.Count, version);
        return new WatchEvent.Listed(list.Items);
    }

    private async Task<ClusterResult<WatchStream>> OpenAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        if (wasAway)
        {
            var asked = await new Lister(connection, pageSize: 1).ReadVersionAsync(target.Type, target.Scope, cancellationToken);
            if (!asked.TryGet(out var current, out var error))
                return error;
            if (ulong.TryParse(current, out var theirs) && ulong.TryParse(version, out var ours) && theirs < ours)
                return new ClusterError(ClusterErrorCode.Gone, $"the server is at version {current}, and had been at {version}");
        }

        return await WatchStream.OpenAsync(connection, target, version, time, clock, cancellationToken);
    }

    // true where a list is the remedy, and nobody need be told
    private bool Forget(ClusterError error)
    {
        if (error.Code is ClusterErrorCode.Gone or ClusterErrorCode.Malformed || IsFromTheFuture(error))
        {
            WatchLog.ListedAnew(logger, target, error);
            version = "";
            return error.Code != ClusterErrorCode.Malformed;
        }

        WatchLog.Interrupted(logger, target, error);
        return false;
    }

    private static bool IsFromTheFuture(ClusterError error) =>
        error.Code == ClusterErrorCode.Timeout && error.Message.Contains("Too large resource version", StringComparison.OrdinalIgnoreCase);

    private Task PauseAsync(ClusterError? error, TimeSpan lasted, CancellationToken cancellationToken)
    {
        if (lasted < Steady)
            return backoff.WaitAsync(error?.RetryAfter, cancellationToken);
        backoff.Reset();
        return error?.RetryAfter is { } wait ? backoff.WaitAsync(wait, cancellationToken) : Task.CompletedTask;
    }

#pragma warning disable CA5394 // nobody gains from guessing it
    private TimeSpan Time() => config.WatchTime * (1 + Random.Shared.NextDouble());
#pragma warning restore CA5394
}
