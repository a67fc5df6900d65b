using System.Text;
using System.Text.Json;
using Inference.Telemetry.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Tests.Logs;

/// <summary>A logger factory set up as an exe sets it up, whose output can be read.</summary>
internal sealed class LogCapture : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.FromHours(3));

    private readonly MemoryStream output = new();
    private readonly ServiceProvider services;

    public LogCapture(Action<ILoggingBuilder>? more = null)
    {
        services = new ServiceCollection().AddLogging(builder =>
        {
            builder.AddJsonLines(new FixedTime(), output);
            more?.Invoke(builder);
        }).BuildServiceProvider();
    }

    public ILogger this[string category] => services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

    /// <summary>Everything written so far; strict UTF-8, so that an invalid byte throws.</summary>
    public string Text => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray());

    public JsonElement Line
    {
        get
        {
            var lines = Lines;
            lines.Length.ShouldBe(1);
            return lines[0];
        }
    }

    public JsonElement[] Lines
    {
        get
        {
            var text = Text;
            text.ShouldEndWith("\n");
            return [.. text[..^1].Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        }
    }

    public void Dispose() => services.Dispose();

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
