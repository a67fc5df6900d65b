using System.Buffers.Text;
using System.Net.Sockets;

namespace Inference.Load.Http;

/// <summary>
/// One HTTP/1.1 connection that sends the same request over and over, on the calling thread: a blocking send, blocking receives, no allocation once
/// the buffer has grown. HttpClient costs as much as a small server does; this costs two system calls, the same for every server measured.
/// </summary>
internal sealed class HttpConnection(HttpRequestBytes request) : IDisposable
{
    private const int TimeoutMilliseconds = 30_000;

    private Socket? socket;
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <summary>Sends the request, connecting first where there is no connection, and reads the whole answer.</summary>
    /// <exception cref="IOException">The answer is no HTTP/1.1 or ends early.</exception>
    /// <exception cref="SocketException">No connection, or no answer for 30 seconds.</exception>
    public HttpAnswer Send()
    {
        try
        {
            Connect().Send(request.Bytes);
            (start, end) = (0, 0);
            HttpHead head;
            do
                head = ReadHead();
            while (head.Status < 200);
            var body = ReadBody(head);
            if (head.Closes)
                Dispose();
            return new HttpAnswer(head.Status, body);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }

    private Socket Connect()
    {
        if (socket is not null)
            return socket;
        socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendTimeout = TimeoutMilliseconds, ReceiveTimeout = TimeoutMilliseconds };
        socket.Connect(request.Host, request.Port);
        return socket;
    }

    private HttpHead ReadHead()
    {
        var length = ReadTo("\r\n\r\n"u8);
        var head = HttpHead.Parse(buffer.AsSpan(start, length));
        start += length + 4;
        return head;
    }

    private ReadOnlyMemory<byte> ReadBody(HttpHead head)
    {
        if (head.HasNoBody)
            return default;
        if (head.IsChunked)
            return ReadChunks();
        if (head.ContentLength < 0)
            throw new IOException("the answer has neither a length nor chunks");
        ReadAtLeast(head.ContentLength);
        return buffer.AsMemory(start, head.ContentLength);
    }

    /// <summary>Moves the chunks together, over their framing, so that the body is one piece.</summary>
    private ReadOnlyMemory<byte> ReadChunks()
    {
        var (body, length) = (start, 0);
        while (true)
        {
            var line = ReadTo("\r\n"u8);
            if (!Utf8Parser.TryParse(buffer.AsSpan(start, line), out int size, out _, 'x'))
                throw new IOException("a chunk has no size");
            start += line + 2;
            if (size == 0)
                break;
            ReadAtLeast(size + 2);
            buffer.AsSpan(start, size).CopyTo(buffer.AsSpan(body + length));
            length += size;
            start += size + 2;
        }

        while (ReadTo("\r\n"u8) is > 0 and var trailer)
            start += trailer + 2;
        return buffer.AsMemory(body, length);
    }

    /// <summary>The bytes before <paramref name="mark"/>, which has arrived on return.</summary>
    private int ReadTo(ReadOnlySpan<byte> mark)
    {
        int found;
        while ((found = buffer.AsSpan(start, end - start).IndexOf(mark)) < 0)
            Receive();
        return found;
    }

    private void ReadAtLeast(int count)
    {
        while (end - start < count)
            Receive();
    }

    private void Receive()
    {
        if (end == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var received = socket!.Receive(buffer.AsSpan(end));
        if (received == 0)
            throw new IOException("the server closed the connection before the answer's end");
        end += received;
    }
}
