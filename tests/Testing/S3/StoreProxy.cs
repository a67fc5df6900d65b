using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Inference.Testing.S3;

/// <summary>
/// Stands before a store: notes what it is asked, holds back answers when told to, and speaks TLS where it has a certificate. Everything passes unchanged, also
/// <c>Host</c>, which is a part of what clients sign.
/// </summary>
public sealed class StoreProxy : IAsyncDisposable
{
    private const int BlockSize = 64 * 1024;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Uri store;
    private readonly X509Certificate2? certificate;
    private readonly Task accepting;

    private StoreProxy(Uri store, X509Certificate2? certificate)
    {
        this.store = store;
        this.certificate = certificate;
        listener.Start();
        Address = new Uri($"{(certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Method and target of each request so far.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>Requests for the body of an object: what is not the list of a bucket.</summary>
    public IEnumerable<string> Bodies => requests.Where(IsForBody);

    /// <summary>Called before each piece of an answer is passed on, with the request and how much of its answer was passed on before.</summary>
    public Func<string, long, Task>? Passing { get; set; }

    public static StoreProxy Start(Uri store, X509Certificate2? certificate = null) => new(store, certificate);

    public static bool IsForBody(string request) => request.StartsWith("GET ", StringComparison.Ordinal) && !request.Contains("list-type", StringComparison.Ordinal);

    public void Forget() => requests.Clear();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var own = client;
        using var behind = new TcpClient { NoDelay = true };
        own.NoDelay = true;
        try
        {
            await behind.ConnectAsync(store.Host, store.Port, stop.Token);
            await using var front = certificate is null ? own.GetStream() : await SecureAsync(own.GetStream(), certificate);
            await using var back = behind.GetStream();
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var exchange = new Exchange();
            await Task.WhenAny(AskAsync(front, back, exchange, ended.Token), AnswerAsync(back, front, exchange, ended.Token));
            await ended.CancelAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // one of the two went away
        }
    }

    private static async Task<Stream> SecureAsync(Stream stream, X509Certificate2 certificate)
    {
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(certificate);
        return secure;
    }

    private async Task AskAsync(Stream from, Stream to, Exchange exchange, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        var have = 0;
        while (true)
        {
            int end;
            while ((end = block.AsSpan(0, have).IndexOf("\r\n\r\n"u8)) < 0)
            {
                var read = await from.ReadAsync(block.AsMemory(have), cancellationToken);
                if (read == 0)
                    return;
                have += read;
            }

            var head = Encoding.ASCII.GetString(block, 0, end).Split("\r\n");
            exchange.Request = head[0][..head[0].LastIndexOf(' ')];
            exchange.Passed = 0;
            requests.Enqueue(exchange.Request);
            var length = head.FirstOrDefault(line => line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase));
            var left = end + 4 + (length is null ? 0 : long.Parse(length.AsSpan("content-length:".Length)));
            while (left > 0)
            {
                var count = (int)Math.Min(left, have);
                await to.WriteAsync(block.AsMemory(0, count), cancellationToken);
                left -= count;
                block.AsSpan(count, have - count).CopyTo(block);
                have -= count;
                if (left > 0 && (have = await from.ReadAsync(block, cancellationToken)) == 0)
                    return;
            }
        }
    }

    private async Task AnswerAsync(Stream from, Stream to, Exchange exchange, CancellationToken cancellationToken)
    {
        var block = new byte[BlockSize];
        int read;
        while ((read = await from.ReadAsync(block, cancellationToken)) > 0)
        {
            if (Passing is { } passing)
                await passing(exchange.Request, exchange.Passed).WaitAsync(cancellationToken);
            await to.WriteAsync(block.AsMemory(0, read), cancellationToken);
            exchange.Passed += read;
        }
    }

    private sealed class Exchange
    {
        public string Request { get; set; } = "";

        public long Passed { get; set; }
    }
}
