using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Tests.Traces;

/// <summary>
/// Takes what an OTLP exporter posts (http/protobuf) on a port of its own and keeps the bytes. Names stand in protobuf as they are, ids as their
/// bytes, so that searching the bytes is enough.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly MemoryStream received = new();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        application = builder.Build();
        application.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            lock (received)
                body.WriteTo(received);
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    public string Endpoint => application.Urls.Single();

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector.application.StartAsync();
        return collector;
    }

    public bool Holds(string text) => Holds(Encoding.UTF8.GetBytes(text));

    public bool Holds(ReadOnlySpan<byte> bytes)
    {
        lock (received)
            return received.ToArray().AsSpan().IndexOf(bytes) >= 0;
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        await received.DisposeAsync();
    }
}
