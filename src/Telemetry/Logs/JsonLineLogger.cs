using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Logs;

internal sealed class JsonLineLogger(string category, JsonLineLoggerProvider provider) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes.Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;

        // little is done here, since this method is compiled for each type of state
        string? message = null;
        try
        {
            message = formatter(state, exception);
        }
        catch (Exception)
        {
            // told by the line in place of the message
        }

        provider.Write(new LogEvent(logLevel, category, eventId, state, exception, message));
    }
}
