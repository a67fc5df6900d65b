using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Inference.Testing;

/// <summary>Takes what an OTLP exporter posts (http/protobuf) on a port of its own and keeps it.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly List<byte[]> received = [];

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
                received.Add(body.ToArray());
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    public string Endpoint => application.Urls.Single();

    /// <summary>The spans that came so far.</summary>
    public IReadOnlyList<OtlpSpan> Spans
    {
        get
        {
            lock (received)
                return [.. received.SelectMany(export => OtlpSpan.ReadAll(export))];
        }
    }

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector.application.StartAsync();
        return collector;
    }

    /// <summary>Whether the text stands anywhere in what came: protobuf has text as it is.</summary>
    public bool Holds(string text) => Holds(Encoding.UTF8.GetBytes(text));

    public bool Holds(ReadOnlySpan<byte> bytes)
    {
        lock (received)
        {
            foreach (var export in received)
            {
                if (export.AsSpan().IndexOf(bytes) >= 0)
                    return true;
            }

            return false;
        }
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();
}
