using System.Text;

namespace Inference.Testing.Hosts;

/// <summary>A request as it will stand on the wire: nothing is checked, so that it may be wrong.</summary>
public sealed record RawRequest(string Method, string Target)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public byte[] Body { get; init; } = [];

    public static RawRequest Get(string target) => new("GET", target);

    public static RawRequest Post(string target, string json) => Post(target, Encoding.UTF8.GetBytes(json));

    public static RawRequest Post(string target, byte[] body, string contentType = "application/json") =>
        new RawRequest("POST", target) { Body = body }.With("Content-Type", contentType);

    public RawRequest With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    /// <summary>The head, with <c>Host</c> and <c>Content-Length</c> unless others are given, and the body.</summary>
    public byte[] ToBytes()
    {
        var head = new StringBuilder($"{Method} {Target} HTTP/1.1\r\n");
        if (!Has("Host"))
            head.Append("Host: localhost\r\n");
        if (!Has("Content-Length") && !Has("Transfer-Encoding") && (Body.Length > 0 || Method is "POST" or "PUT"))
            head.Append($"Content-Length: {Body.Length}\r\n");
        foreach (var (name, value) in Headers)
            head.Append($"{name}: {value}\r\n");
        return [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. Body];
    }

    /// <summary>The answer, over a connection of its own.</summary>
    /// <exception cref="InvalidDataException">The connection was closed without an answer.</exception>
    public async Task<RawResponse> SendAsync(Uri url)
    {
        using var connection = await RawConnection.OpenAsync(url);
        return await connection.ExchangeAsync(this);
    }

    private bool Has(string name) => Headers.Any(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
