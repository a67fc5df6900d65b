using Inference.Telemetry.Metrics;

namespace InferenceHost.Components;

/// <summary>The metrics of requests to one component, looked up once and kept, so that counting a request is an interlocked operation.</summary>
internal sealed class RequestMeters
{
    private const int LowestStatus = 200;
    private static readonly string[] ProtocolNames = ["predict", "v2-rest", "v2-grpc"];
    private readonly Counter?[][] requests = [.. ProtocolNames.Select(_ => new Counter?[400])];
    private readonly Histogram[] durations;
    private readonly MeterFamilies families;
    private readonly string component;

    public RequestMeters(MeterFamilies families, string component)
    {
        this.families = families;
        this.component = component;
        durations = [.. ProtocolNames.Select(protocol => families.RequestDuration.With(component, protocol))];
        QueueDuration = families.QueueDuration.With(component);
        RunDuration = families.RunDuration.With(component);
        InFlight = families.InFlight.With(component);
        QueueLength = families.QueueLength.With(component);
    }

    public Histogram QueueDuration { get; }

    public Histogram RunDuration { get; }

    /// <summary>Set when the page is asked for.</summary>
    public Gauge InFlight { get; }

    /// <summary>Set when the page is asked for.</summary>
    public Gauge QueueLength { get; }

    public void Count(Protocol protocol, int status, double seconds)
    {
        var byStatus = requests[(int)protocol];
        var counter = byStatus[status - LowestStatus]
            ??= families.Requests.With(component, ProtocolNames[(int)protocol], status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        counter.Increment();
        durations[(int)protocol].Observe(seconds);
    }
}
