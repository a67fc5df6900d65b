using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Inference.Telemetry.Traces;

/// <summary>The one place that names the OpenTelemetry SDK.</summary>
internal static class OtlpTraces
{
    public static TracerProvider Start(IConfiguration configuration, string serviceName)
    {
        // has ASP.NET Core tag its spans with method, address and path, which it leaves to a library by default
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);

        // of two resources the later wins: OTEL_SERVICE_NAME over ours
        var resource = ResourceBuilder.CreateEmpty().AddTelemetrySdk().AddService(serviceName).AddEnvironmentVariableDetector();
        return Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddSource(Tracing.Source.Name, "Microsoft.AspNetCore")
            .AddProcessor(new ServerSpanNaming())
            .AddOtlpExporter()
            .Build();
    }
}
