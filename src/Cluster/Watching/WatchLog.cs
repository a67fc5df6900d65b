using Microsoft.Extensions.Logging;

namespace Inference.Cluster;

internal static partial class WatchLog
{
    [LoggerMessage(1, LogLevel.Information, "The watch of {Target} is interrupted: {Error}")]
    public static partial void Interrupted(ILogger logger, WatchTarget target, ClusterError error);

    [LoggerMessage(2, LogLevel.Information, "{Target} is listed anew: {Error}")]
    public static partial void ListedAnew(ILogger logger, WatchTarget target, ClusterError error);

    [LoggerMessage(3, LogLevel.Debug, "{Target} is listed: {Count} objects at {Version}")]
    public static partial void Listed(ILogger logger, WatchTarget target, int count, string version);
}
