using Microsoft.Extensions.Logging;

namespace Inference.Cluster;

internal static partial class LeaseLog
{
    [LoggerMessage(21, LogLevel.Information, "The lease {Lease} is held by {Holder}: standing by")]
    public static partial void StandingBy(ILogger logger, ObjectName lease, string holder);

    [LoggerMessage(22, LogLevel.Information, "The lease {Lease} is ours: leading")]
    public static partial void Leading(ILogger logger, ObjectName lease);

    [LoggerMessage(23, LogLevel.Warning, "The lease {Lease} is lost: {Reason}")]
    public static partial void Lost(ILogger logger, ObjectName lease, string reason);

    [LoggerMessage(24, LogLevel.Information, "The lease {Lease} is given back")]
    public static partial void Released(ILogger logger, ObjectName lease);

    [LoggerMessage(25, LogLevel.Warning, "The lease {Lease} cannot be read or written: {Error}")]
    public static partial void Failed(ILogger logger, ObjectName lease, ClusterError error);
}
