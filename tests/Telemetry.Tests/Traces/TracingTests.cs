using Inference.Telemetry.Logs;
using Inference.Telemetry.Traces;
using Inference.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace Inference.Telemetry.Tests.Traces;

[Collection("tracing: sources are of the whole process")]
public sealed class TracingTests : IAsyncLifetime
{
    private OtlpCollector? collector;

    private OtlpCollector Collector => collector.ShouldNotBeNull();

    public async ValueTask InitializeAsync() => collector = await OtlpCollector.StartAsync();

    public async ValueTask DisposeAsync() => await Collector.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Start_NoEndpoint_IsNullAndNobodyListens(string? endpoint)
    {
        Tracing.Start(Settings((Tracing.EndpointKey, endpoint)), "x").ShouldBeNull();
        Tracing.Source.HasListeners().ShouldBeFalse();
        Tracing.Source.StartActivity("x").ShouldBeNull();
    }

    [Fact]
    public void Dispose_SpansLeft_AreSentWithTheServicesName()
    {
        using (Start())
            Tracing.Source.StartActivity("queue of digits").ShouldNotBeNull().Dispose();

        Collector.Holds("queue of digits").ShouldBeTrue();
        Collector.Holds("the-service").ShouldBeTrue();
        Collector.Holds("never a span").ShouldBeFalse();
    }

    [Fact]
    public void Dispose_ServiceNameSet_IsSentInPlaceOfTheDefault()
    {
        using (Start(("OTEL_SERVICE_NAME", "named-by-setting")))
            Tracing.Source.StartActivity("x").ShouldNotBeNull().Dispose();

        Collector.Holds("named-by-setting").ShouldBeTrue();
        Collector.Holds("the-service").ShouldBeFalse();
    }

    [Fact]
    public async Task Request_WithTraceParent_IsContinuedBySpansOfTheServerAndOurs()
    {
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        const string parent = "00f067aa0ba902b7";
        using (Start())
        {
            await using var application = await StartServerAsync();
            using var client = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
            using var request = new HttpRequestMessage(HttpMethod.Get, application.Urls.Single() + "/hello");
            request.Headers.Add("traceparent", $"00-{trace}-{parent}-01");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(trace);
            await application.StopAsync(TestContext.Current.CancellationToken);
        }

        Collector.Holds("our span").ShouldBeTrue();
        Collector.Holds("http.request.method").ShouldBeTrue();
        Collector.Holds("HttpRequestIn").ShouldBeFalse("a span is named by its method and route");
        Collector.Holds(Convert.FromHexString(trace)).ShouldBeTrue();
        Collector.Holds(Convert.FromHexString(parent)).ShouldBeTrue();
    }

    private static async Task<WebApplication> StartServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.AddJsonLines(TimeProvider.System, Stream.Null);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.MapGet("/hello", () =>
        {
            using var span = Tracing.Source.StartActivity("our span");
            return span?.TraceId.ToHexString();
        });
        await application.StartAsync(TestContext.Current.CancellationToken);
        return application;
    }

    private static IConfiguration Settings(params IEnumerable<(string Key, string? Value)> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value))).Build();

    private IDisposable Start(params IEnumerable<(string Key, string? Value)> more) =>
        Tracing.Start(
            Settings([(Tracing.EndpointKey, Collector.Endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), .. more]), "the-service").ShouldNotBeNull();
}
