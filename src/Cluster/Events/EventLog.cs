using Microsoft.Extensions.Logging;

namespace Inference.Cluster;

internal static partial class EventLog
{
    [LoggerMessage(11, LogLevel.Warning, "An event {Reason} about {Subject} was not recorded: {Error}")]
    public static partial void Lost(ILogger logger, string reason, EventSubject subject, ClusterError error);
}
