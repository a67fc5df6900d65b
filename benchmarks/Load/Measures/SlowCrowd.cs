using System.Net.Sockets;
using System.Text;

namespace Inference.Load.Measures;

/// <summary>
/// Connections that each send a byte a second and are never done: a third with a request line, a third with a header, a third with a body. Whoever is cut off comes again at once.
/// </summary>
internal sealed class SlowCrowd(Uri url, int size) : IDisposable
{
    private const int Turns = 100;
    private static readonly byte[] Drop = [(byte)'a'];

    private readonly Socket?[] sockets = new Socket?[size];
    private readonly byte[] heard = new byte[4096];

    /// <summary>How often one was cut off, or could not connect.</summary>
    public long Cuts { get; private set; }

    /// <summary>Opens all of them.</summary>
    public void Gather()
    {
        for (var i = 0; i < size; i++)
            sockets[i] = Open(i);
        Cuts = 0;
    }

    /// <summary>Sends a byte on each connection, spread over a second.</summary>
    public async Task DripAsync(CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < Turns && !cancellationToken.IsCancellationRequested; turn++)
        {
            var began = TimeProvider.System.GetTimestamp();
            for (var i = turn; i < size; i += Turns)
                Drip(i);
            var rest = TimeSpan.FromSeconds(1.0 / Turns) - TimeProvider.System.GetElapsedTime(began);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var socket in sockets)
            socket?.Dispose();
    }

    private void Drip(int i)
    {
        var socket = sockets[i];
        if (socket is not null && IsOpen(socket))
            return;
        socket?.Dispose();
        sockets[i] = Open(i);
    }

    /// <summary>Sends, and hears what there is to hear: an answer, or the end.</summary>
    private bool IsOpen(Socket socket)
    {
        try
        {
            socket.Send(Drop);
            return socket.Available > 0 ? socket.Receive(heard) > 0 : !socket.Poll(0, SelectMode.SelectRead) || socket.Available > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Socket? Open(int i)
    {
        Cuts++;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(url.Host, url.Port);
            socket.Send(Encoding.ASCII.GetBytes((i % 3) switch
            {
                0 => $"POST {url.PathAndQuery}?",
                1 => $"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nX-Slow: ",
                _ => $"POST {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n",
            }));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }
}
