using System.Net.Sockets;

namespace Inference.Load.Http;

/// <summary>One of many HTTP/1.1 connections of a thread: sends without waiting for the answer, and receives what is there. One request at a time.</summary>
internal sealed class PolledConnection(HttpRequestBytes request, Poll poll, int number) : IDisposable
{
    private const int SendPatienceMicroseconds = 1_000_000;

    private Socket? socket;
    private byte[] buffer = new byte[2048];
    private int length;

    /// <summary>When the request that is out was to be sent, a timestamp; for whoever sends.</summary>
    public long Due { get; set; }

    public bool IsOpen => socket is not null;

    /// <summary>Connects, where it is not.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public void Open()
    {
        if (socket is not null)
            return;
        var opened = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        opened.Connect(request.Host, request.Port);
        opened.Blocking = false;
        poll.Watch(opened, number);
        socket = opened;
    }

    /// <summary>Sends the request; false where the connection has ended.</summary>
    public bool TrySend()
    {
        length = 0;
        ReadOnlySpan<byte> rest = request.Bytes;
        while (true)
        {
            var sent = socket!.Send(rest, SocketFlags.None, out var error);
            rest = rest[sent..];
            if (rest.IsEmpty)
                return true;

            // a large body: the generator is as slow as the server then, and its report says so
            if (error is not (SocketError.Success or SocketError.WouldBlock) || !socket.Poll(SendPatienceMicroseconds, SelectMode.SelectWrite))
                return false;
        }
    }

    /// <summary>Receives what there is. The status of the answer once it is whole, 0 before; less than 0 where there will be none.</summary>
    public int Receive()
    {
        if (length == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var received = socket!.Receive(buffer.AsSpan(length), SocketFlags.None, out var error);
        if (received == 0)
            return error == SocketError.WouldBlock ? 0 : -1;
        length += received;
        try
        {
            if (!HttpFrame.IsWhole(buffer.AsSpan(0, length), out var head))
                return 0;
            if (head.Closes)
                Dispose();
            return head.Status;
        }
        catch (IOException)
        {
            return -1;
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }
}
