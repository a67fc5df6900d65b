using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Inference.Testing;

/// <summary>Stands before a real server and is as slow, or as dead, as a test wants: what goes through it is unchanged.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private const int BlockSize = 16 << 10;
    private static readonly TimeSpan StallLook = TimeSpan.FromMilliseconds(10);
    private readonly ConcurrentDictionary<Socket, Socket> pairs = [];
    private readonly int port;
    private readonly CancellationTokenSource stop = new();
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;
    private long sent;
    private long received;
    private long rate = long.MaxValue;

    public TcpRelay(Uri target)
    {
        Target = target;
        listener = Listen(0);
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync(listener);
    }

    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Where new connections go.</summary>
    public Uri Target { get; set; }

    /// <summary>Bytes that have gone to the server.</summary>
    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Bytes that have come from it.</summary>
    public long Received => Interlocked.Read(ref received);

    /// <summary>In each direction of each connection; 0 lets nothing through.</summary>
    public long BytesPerSecond
    {
        get => Interlocked.Read(ref rate);
        set => Interlocked.Exchange(ref rate, value);
    }

    /// <summary>As if the server died: its connections break and new ones are refused.</summary>
    public void Cut()
    {
        Interlocked.Exchange(ref listener, null)?.Stop();
        Drop();
    }

    /// <summary>All connections break; new ones are taken.</summary>
    public void Drop()
    {
        foreach (var (client, server) in pairs)
        {
            Reset(client);
            Reset(server);
        }
    }

    /// <summary>After <see cref="Cut"/>.</summary>
    public void Restore()
    {
        if (listener is not null)
            return;
        listener = Listen(port);
        accepting = Task.WhenAll(accepting, AcceptAsync(listener));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Cut();
        await accepting;
        stop.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start();
        return listener;
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // it is closed already
        }

        socket.Dispose();
    }

    private async Task AcceptAsync(TcpListener from)
    {
        var running = new List<Task>();
        try
        {
            while (true)
                running.Add(RelayAsync(await from.AcceptSocketAsync()));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // it was stopped
        }

        await Task.WhenAll(running);
    }

    private async Task RelayAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        pairs[client] = server;
        try
        {
            var target = Target;
            await server.ConnectAsync(target.Host, target.Port);
            await Task.WhenAll(PumpAsync(client, server, count => Interlocked.Add(ref sent, count)), PumpAsync(server, client, count => Interlocked.Add(ref received, count)));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // one of them has gone: so does the other
        }
        finally
        {
            pairs.TryRemove(client, out _);
            Reset(client);
            Reset(server);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Action<int> count)
    {
        var block = new byte[BlockSize];
        int read;
        while ((read = await from.ReceiveAsync(block)) > 0)
        {
            while (BytesPerSecond == 0)
                await Task.Delay(StallLook, TimeProvider.System, stop.Token);
            if (BytesPerSecond < long.MaxValue)
                await Task.Delay(TimeSpan.FromSeconds(read / (double)Math.Max(1, BytesPerSecond)), TimeProvider.System, stop.Token);
            for (var done = 0; done < read;)
                done += await to.SendAsync(block.AsMemory(done, read - done));
            count(read);
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
