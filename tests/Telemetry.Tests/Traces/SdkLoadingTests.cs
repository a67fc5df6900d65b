using Inference.Telemetry.Traces;
using Microsoft.Extensions.Configuration;

namespace Inference.Telemetry.Tests.Traces;

[Collection("tracing: sources are of the whole process")]
public sealed class SdkLoadingTests
{
    [Fact]
    public void Start_NoEndpoint_LoadsNothingOfOpenTelemetry() => AssembliesAskedForBy(endpoint: null).ShouldNotContain(name => IsOpenTelemetry(name));

    // shows that the test above would notice
    [Fact]
    public void Start_Endpoint_LoadsOpenTelemetry() => AssembliesAskedForBy("http://127.0.0.1:9").ShouldContain(name => IsOpenTelemetry(name));

    private static bool IsOpenTelemetry(string name) => name.StartsWith("OpenTelemetry");

    private static List<string> AssembliesAskedForBy(string? endpoint)
    {
        var context = new RecordingLoadContext();
        try
        {
            var tracing = context.LoadFromAssemblyPath(typeof(Tracing).Assembly.Location).GetType(typeof(Tracing).FullName!).ShouldNotBeNull();
            tracing.Assembly.ShouldNotBeSameAs(typeof(Tracing).Assembly);
            var settings = new ConfigurationBuilder()
                .AddInMemoryCollection([KeyValuePair.Create(Tracing.EndpointKey, endpoint), KeyValuePair.Create("OTEL_EXPORTER_OTLP_PROTOCOL", (string?)"http/protobuf")])
                .Build();
            using var started = (IDisposable?)tracing.GetMethod(nameof(Tracing.Start)).ShouldNotBeNull().Invoke(null, [settings, "x"]);
            (started is not null).ShouldBe(endpoint is not null);
            context.Asked.ShouldContain("Microsoft.Extensions.Configuration.Abstractions");
            return context.Asked;
        }
        finally
        {
            context.Unload();
        }
    }
}
