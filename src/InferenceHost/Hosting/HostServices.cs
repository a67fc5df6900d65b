using Inference.Telemetry.Metrics;
using InferenceHost.Admission;
using InferenceHost.Admission.Passwords;
using InferenceHost.Admission.Tokens;
using InferenceHost.Components;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>What everything in the host may need.</summary>
internal sealed record HostServices(TimeProvider Clock, ILoggerFactory Loggers)
{
    private MeterFamilies? meters;

    /// <summary>Where passwords are checked, for all APIs.</summary>
    public PasswordDesk Passwords { get; } = new(Clock);

    /// <summary>What of the access to APIs outlives a reading of the manifests.</summary>
    public KnownAccess Known { get; } = new(Clock, new IssuerLog(Loggers.CreateLogger<Issuer>()));

    public MetricRegistry Metrics { get; } = ForProcess();

    /// <summary>The metric families of requests, registered once.</summary>
    public MeterFamilies Meters => meters ??= new MeterFamilies(Metrics);

    /// <summary>With what the server logs by.</summary>
    public static HostServices Of(WebApplication server, TimeProvider clock) => new(clock, server.Services.GetRequiredService<ILoggerFactory>());

    private static MetricRegistry ForProcess()
    {
        var registry = new MetricRegistry();
        ProcessMetrics.AddTo(registry);
        RuntimeMetrics.AddTo(registry);
        registry.Gauge("inference_unread_answer_bytes", "Answers that hold no place and wait for their readers, with the outputs that they are sent from.").With().ReadFrom(static () => UnreadAnswers.Held);
        return registry;
    }
}
