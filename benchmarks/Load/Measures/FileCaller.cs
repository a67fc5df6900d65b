using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Inference.Load.Measures;

/// <summary>Moves bodies over one kept connection, as user <c>bench</c>; what it tells are milliseconds.</summary>
internal sealed class FileCaller : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = true, ActivityHeadersPropagator = null });
    private readonly byte[] sink = new byte[1 << 18];

    public FileCaller() => client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("bench:bench")));

    /// <exception cref="HttpRequestException">It was not stored.</exception>
    public async Task<double> SendAsync(string url, HttpContent body, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync(new Uri(url), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null, cancellationToken);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Follows a redirect.</summary>
    /// <exception cref="InvalidDataException">Other than so many bytes came.</exception>
    public async Task<double> FetchAsync(string url, long expected, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var length = 0L;
        int read;
        while ((read = await stream.ReadAsync(sink, cancellationToken)) > 0)
            length += read;
        return length == expected ? Stopwatch.GetElapsedTime(began).TotalMilliseconds : throw new InvalidDataException($"{url}: {length} bytes came, and not {expected}");
    }

    /// <summary>The answer's text, and how long it took.</summary>
    public async Task<(string Text, double Milliseconds)> AskAsync(string url, byte[] json, CancellationToken cancellationToken)
    {
        using var body = new ByteArrayContent(json);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync(new Uri(url), body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return (text, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }

    public void Dispose() => client.Dispose();
}
