using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Inference.Cluster;

/// <summary>Sends requests and reads answers; what may go wrong on the way becomes a <see cref="ClusterError"/>. Any number of threads.</summary>
internal sealed class ApiConnection(ClusterConfig config, TimeProvider clock, Action<ClusterRequest>? observer) : IDisposable
{
    private const int LongestRefusal = 1 << 20;
    private readonly HttpClient http = new(Transport.Open(config)) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri root = new(config.Server.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    private readonly TokenSource tokens = new(config, clock);
    private readonly string? password = config.Username is null
        ? null
        : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{config.Username}:{config.Password}"));

    /// <param name="read">Gets the answer's JSON, which lives until it returns.</param>
    public async Task<ClusterResult<T>> SendAsync<T>(ApiRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(config.RequestTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var response = await ExchangeAsync(request, both.Token);
            if (!response.IsSuccessStatusCode)
                return await RefusalAsync(request, response, both.Token);
            await using var body = await response.Content.ReadAsStreamAsync(both.Token);
            using var document = await JsonDocument.ParseAsync(body, CompactJson.Answer, both.Token);
            return new ClusterResult<T>(read(document.RootElement));
        }
        catch (Exception e) when (IsExpected(e, cancellationToken))
        {
            return Failure(request, e);
        }
    }

    /// <summary>An answer that goes on: the caller reads it as long as it likes, and disposes of it.</summary>
    public async Task<ClusterResult<HttpResponseMessage>> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(config.RequestTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var response = await ExchangeAsync(request, both.Token);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                return await RefusalAsync(request, response, both.Token);
        }
        catch (Exception e) when (IsExpected(e, cancellationToken))
        {
            return Failure(request, e);
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>All that a server, a network or a clock may do to a request.</summary>
    public static bool IsExpected(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static ClusterError Failure(ApiRequest request, Exception e) => e switch
    {
        OperationCanceledException => new ClusterError(ClusterErrorCode.Timeout, $"{request.Title}: there was no answer in time"),
        JsonException => new ClusterError(ClusterErrorCode.Malformed, $"{request.Title}: the answer cannot be read"),
        _ => new ClusterError(ClusterErrorCode.Unavailable, $"{request.Title}: {(e.InnerException is System.Security.Authentication.AuthenticationException inner ? inner.Message : e.Message)}"),
    };

    // a server that does not know the token has done nothing: with another one the request is sent again
    private async Task<HttpResponseMessage> ExchangeAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var token = tokens.Current;
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !tokens.Refuse(token))
            return response;
        response.Dispose();
        return await SendAsync(request, tokens.Current, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, string? token, CancellationToken cancellationToken)
    {
        using var message = Compose(request, token);
        var began = clock.GetTimestamp();
        var status = 0;
        try
        {
            var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            status = (int)response.StatusCode;
            return response;
        }
        finally
        {
            observer?.Invoke(new ClusterRequest(request.Verb, request.Type, status, clock.GetElapsedTime(began)));
        }
    }

    private HttpRequestMessage Compose(ApiRequest request, string? token)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(root, request.Path));
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.TryAddWithoutValidation("User-Agent", config.UserAgent);
        message.Headers.Host = config.TlsServerName; // the name that is asked for and verified in TLS follows it
        if (token is not null)
            message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        else if (password is not null)
            message.Headers.TryAddWithoutValidation("Authorization", $"Basic {password}");
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request.Body));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }

        return message;
    }

    private async Task<ClusterError> RefusalAsync(ApiRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var text = new byte[LongestRefusal];
        var length = await body.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, cancellationToken);
        return StatusReader.Read(response.StatusCode, WaitOf(response.Headers.RetryAfter), text.AsMemory(0, length), request.Title);
    }

    private TimeSpan? WaitOf(RetryConditionHeaderValue? header) => header switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero => wait,
        _ => null,
    };
}
