using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Logs;

/// <summary>One event as the logging framework hands it over, its state boxed once.</summary>
/// <param name="Level">Of the event.</param>
/// <param name="Category">Of the logger.</param>
/// <param name="Id">Of the event.</param>
/// <param name="State">Usually a list of the template's properties.</param>
/// <param name="Exception">What was thrown, if anything.</param>
/// <param name="Message">Null where it could not be put together.</param>
internal readonly record struct LogEvent(LogLevel Level, string Category, EventId Id, object? State, Exception? Exception, string? Message);
