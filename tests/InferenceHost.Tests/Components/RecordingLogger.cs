using InferenceHost.Components;
using Microsoft.Extensions.Logging;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLogger : ILogger<ComponentEvents>
{
    public List<(LogLevel Level, string Message)> Records { get; } = [];

    /// <summary>The fields of each record.</summary>
    public List<Dictionary<string, object?>> Fields { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Records.Add((logLevel, formatter(state, exception)));
        Fields.Add(((IEnumerable<KeyValuePair<string, object?>>)state!).ToDictionary(field => field.Key, field => field.Value));
    }
}
