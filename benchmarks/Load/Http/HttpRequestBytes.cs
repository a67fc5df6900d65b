using System.Text;

namespace Inference.Load.Http;

/// <summary>A POST request as it goes over the wire, put together once, and where it goes.</summary>
internal sealed record HttpRequestBytes(string Host, int Port, byte[] Bytes)
{
    public static HttpRequestBytes Post(Uri url, ReadOnlySpan<byte> body, string contentType, string header = "")
    {
        if (url.Scheme != Uri.UriSchemeHttp)
            throw new ArgumentException($"{url}: only http", nameof(url));
        var head = $"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n{(header.Length == 0 ? "" : header + "\r\n")}\r\n";
        return new HttpRequestBytes(url.Host, url.Port, [.. Encoding.ASCII.GetBytes(head), .. body]);
    }
}
