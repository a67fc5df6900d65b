using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Logs;

/// <summary>One event as the logging framework hands it over, its state boxed once.</summary>
internal readonly record struct LogEvent(LogLevel Level, string Category, EventId Id, object? State, Exception? Exception, Func<string> Message);
