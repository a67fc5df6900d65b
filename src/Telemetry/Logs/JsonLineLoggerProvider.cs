using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Logs;

/// <summary>
/// Writes on the thread that logs: no thread and no timer to start, and a line is on its way when the call returns. Ours and not the
/// framework's JSON console, which starts a thread at once and gives no fields object.
/// </summary>
internal sealed class JsonLineLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private readonly TimeProvider time;
    private readonly LineSink sink;

    public JsonLineLoggerProvider(TimeProvider time, Stream output)
    {
        this.time = time;
        sink = new LineSink(output);
        AppDomain.CurrentDomain.ProcessExit += OnProcessEnd;
        AppDomain.CurrentDomain.UnhandledException += OnProcessEnd;
    }

    internal IExternalScopeProvider Scopes { get; private set; } = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new JsonLineLogger(categoryName, this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessEnd;
        AppDomain.CurrentDomain.UnhandledException -= OnProcessEnd;
        sink.Flush();
    }

    internal void Write(in LogEvent logEvent)
    {
        var line = JsonLine.Rent();
        try
        {
            sink.Write(line.Format(logEvent, time.GetUtcNow(), Scopes));
        }
        finally
        {
            JsonLine.Return(line);
        }
    }

    // an exit may come while another thread holds lines it has not written yet
    private void OnProcessEnd(object? sender, EventArgs e) => sink.Flush();
}
