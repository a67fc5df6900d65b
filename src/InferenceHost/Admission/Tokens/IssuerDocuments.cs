namespace InferenceHost.Admission.Tokens;

/// <summary>
/// Asks an issuer for its keys: its discovery document (OpenID Connect Discovery 1.0, 4) names where they are. Nobody is followed elsewhere, answers are bounded in size and time, and
/// nothing is read over plain HTTP but from this machine.
/// </summary>
internal sealed class IssuerDocuments : IDisposable
{
    private const int LargestDocument = 512 << 10;
    private const string Discovery = "/.well-known/openid-configuration";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly string issuer;
    private readonly HttpClient http;

    public IssuerDocuments(string issuer)
    {
        this.issuer = issuer;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !new Uri(issuer).IsLoopback, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = Patience };
        http = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = LargestDocument };
    }

    /// <summary>The text of the key set; or why there is none.</summary>
    public async Task<(byte[]? Keys, string? Problem)> FetchAsync()
    {
        var (discovery, problem) = await GetAsync(new Uri(issuer.TrimEnd('/') + Discovery));
        if (discovery is null)
            return (null, problem);
        if (!StrictJson.TryReadObject(discovery, out var document))
            return (null, "its discovery document is no JSON object");
        string? address;
        using (document)
        {
            if (!StrictJson.TryReadText(document.RootElement, "issuer", out var name) || name != issuer)
                return (null, "its discovery document names another issuer");
            if (!StrictJson.TryReadText(document.RootElement, "jwks_uri", out address))
                return (null, "its discovery document names no jwks_uri");
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var url) && IsSafe(url) ? await GetAsync(url) : (null, "the jwks_uri of its discovery document is no https address");
    }

    public void Dispose() => http.Dispose();

    // plain HTTP only where the issuer itself is on this machine
    private bool IsSafe(Uri url) =>
        url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && new Uri(issuer).IsLoopback);

    private async Task<(byte[]? Body, string? Problem)> GetAsync(Uri url)
    {
        try
        {
            using var answer = await http.GetAsync(url);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadAsByteArrayAsync(), null)
                : (null, $"{url} answered {(int)answer.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            return (null, $"{url} cannot be read: {e.HttpRequestError}");
        }
        catch (OperationCanceledException)
        {
            return (null, $"{url} did not answer within {Patience.TotalSeconds} s");
        }
    }
}
