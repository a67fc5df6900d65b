using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Inference.Load.Floors;

/// <summary>
/// The floor: the least that Kestrel does for a request with a body. Its one endpoint reads the whole body and answers as many bytes; what a server
/// takes beyond it is the server's own.
/// </summary>
internal static class FloorServer
{
    /// <param name="url">Where to listen.</param>
    /// <param name="folder">For <see cref="CopyEndpoints"/>; null for none.</param>
    /// <param name="isHttp2">Whether it speaks HTTP/2 without TLS, and nothing else.</param>
    public static WebApplication Build(string url, string? folder = null, bool isHttp2 = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url).ConfigureKestrel(options =>
        {
            options.Limits.MaxRequestBodySize = null;
            if (isHttp2)
                options.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2);
        });
        var application = builder.Build();
        application.MapPost("/", AnswerAsync);
        if (folder is not null)
            CopyEndpoints.Map(application, folder);
        return application;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(context.RequestAborted);
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = read.Buffer.Length;
        Copy(read.Buffer, context.Response.BodyWriter);
        reader.AdvanceTo(read.Buffer.End);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static void Copy(ReadOnlySequence<byte> body, PipeWriter writer)
    {
        foreach (var part in body)
            writer.Write(part.Span);
    }
}
