using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Configuration;

namespace Inference.Telemetry.Traces;

/// <summary>The process's own spans, and their way to a collector where one is configured.</summary>
public static class Tracing
{
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Where own spans begin; <c>StartActivity</c> answers null, at the cost of a check, while nobody listens.</summary>
    public static ActivitySource Source { get; } = new("Inference");

    /// <summary>
    /// Sends spans by OTLP if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and otherwise does nothing, without loading the OpenTelemetry SDK. The
    /// other <c>OTEL_*</c> settings mean what the SDK says. Call it before the web host is built; a span of ASP.NET Core continues an incoming
    /// <c>traceparent</c>.
    /// </summary>
    /// <param name="configuration">Where the settings are read from: one that includes the environment's variables.</param>
    /// <param name="serviceName">Unless <c>OTEL_SERVICE_NAME</c> says otherwise.</param>
    /// <returns>Owned by the caller: disposing it sends what is left. Null where tracing is off.</returns>
    public static IDisposable? Start(IConfiguration configuration, string serviceName) =>
        string.IsNullOrWhiteSpace(configuration[EndpointKey]) ? null : StartSdk(configuration, serviceName);

    // Apart, and not inlined: the SDK's assemblies are loaded when the first method that names them is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Performance", "CA1859", Justification = "a type of the SDK in a signature here would load the SDK")]
    private static IDisposable StartSdk(IConfiguration configuration, string serviceName) => OtlpTraces.Start(configuration, serviceName);
}
