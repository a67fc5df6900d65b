using System.Buffers.Binary;
using System.IO.Compression;

namespace Inference.Grpc.Tests;

/// <summary>What came back of a call.</summary>
/// <param name="Response">Its head and trailers.</param>
/// <param name="Messages">Unpacked.</param>
internal sealed record Answer(HttpResponseMessage Response, IReadOnlyList<byte[]> Messages)
{
    public string? Status => Trailer("grpc-status");

    public string? Text => Trailer("grpc-message") is { } encoded ? Uri.UnescapeDataString(encoded) : null;

    public bool WasPacked { get; private init; }

    public static async Task<Answer> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var messages = new List<byte[]>();
        var packed = false;
        for (var rest = body.AsMemory(); !rest.IsEmpty;)
        {
            (rest.Length >= 5 && rest.Span[0] < 2 && BinaryPrimitives.ReadInt32BigEndian(rest.Span[1..]) <= rest.Length - 5).ShouldBeTrue($"{response} {System.Text.Encoding.UTF8.GetString(body)}");
            var length = BinaryPrimitives.ReadInt32BigEndian(rest.Span[1..]);
            var message = rest.Slice(5, length).ToArray();
            packed |= rest.Span[0] == 1;
            messages.Add(rest.Span[0] == 1 ? Unpack(message) : message);
            rest = rest[(5 + length)..];
        }

        return new Answer(response, messages) { WasPacked = packed };
    }

    public string? Trailer(string name) =>
        Response.TrailingHeaders.TryGetValues(name, out var trailing) ? trailing.Single() : Response.Headers.TryGetValues(name, out var leading) ? leading.Single() : null;

    private static byte[] Unpack(byte[] message)
    {
        using var stream = new GZipStream(new MemoryStream(message), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
