using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace Inference.Grpc.Tests;

/// <summary>Calls as they lie on the wire.</summary>
internal static class Request
{
    public static HttpRequestMessage To(string method, HttpContent body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/tests.Echo/{method}") { Content = body, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        body.Headers.ContentType ??= new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public static HttpRequestMessage To(string method, byte[] body, params (string Name, string Value)[] headers) => To(method, new ByteArrayContent(body), headers);

    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[5 + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Pack(byte[] message)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
            stream.Write(message);
        return packed.ToArray();
    }

    public static async Task<Answer> SendAsync(this EchoServer server, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await Answer.OfAsync(response, cancellationToken);
    }
}
