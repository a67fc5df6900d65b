using System.Net.Sockets;
using System.Text;

namespace Inference.Testing.Hosts;

/// <summary>A connection for hand-made bytes. Every read has a deadline: a server that does not answer fails the test instead of holding it up.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TimeSpan deadline;
    private byte[] received = new byte[16 << 10];
    private int start;
    private int end;

    private RawConnection(TimeSpan deadline) => this.deadline = deadline;

    public static async Task<RawConnection> OpenAsync(Uri url, TimeSpan? deadline = null)
    {
        var connection = new RawConnection(deadline ?? TimeSpan.FromSeconds(20));
        await connection.socket.ConnectAsync(url.Host, url.Port).WaitAsync(connection.deadline);
        return connection;
    }

    /// <summary>Text as Latin-1, so that every byte can be said.</summary>
    public ValueTask SendAsync(string bytes) => SendAsync(Encoding.Latin1.GetBytes(bytes));

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
    }

    /// <summary>Says that no more will be sent; answers may still be read.</summary>
    public void CloseSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next answer; null where the server closed the connection instead. An answer to HEAD has no body.</summary>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    public async Task<RawResponse?> ReadAsync(bool isHead = false)
    {
        int headEnd;
        while ((headEnd = received.AsSpan(start, end - start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
                return start == end ? null : throw new InvalidDataException($"the connection was closed within a head: '{Encoding.Latin1.GetString(received, start, end - start)}'");
        }

        var head = RawResponse.ParseHead(Encoding.Latin1.GetString(received, start, headEnd));
        start += headEnd + 4;
        if (isHead || head.Status is < 200 or 204 or 304)
            return head;
        return head with { Body = head.Header("Transfer-Encoding") == "chunked" ? await ReadChunksAsync() : await ReadLengthAsync(head) };
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="InvalidDataException">The connection was closed without an answer.</exception>
    public async Task<RawResponse> ExchangeAsync(RawRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        await SendAsync(request.ToBytes());
        return await ReadAsync(request.Method == "HEAD") ?? throw new InvalidDataException($"{request.Method} {request.Target}: closed without an answer");
    }

    /// <summary>How many bytes came next, which are passed over; 0 where the server closed the connection.</summary>
    public async Task<int> ReadSomeAsync()
    {
        if (start == end && !await FillAsync())
            return 0;
        var count = end - start;
        start = end;
        return count;
    }

    /// <summary>Whether the server closes the connection.</summary>
    public async Task<bool> IsClosedAsync() => start == end && !await FillAsync();

    /// <summary>Closes without saying goodbye: the other end sees a reset.</summary>
    public void Abort()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async Task<byte[]> ReadLengthAsync(RawResponse head)
    {
        if (head.Header("Content-Length") is { } length)
            return await TakeAsync(int.Parse(length));
        while (await FillAsync())
        {
            // until it is closed
        }

        return await TakeAsync(end - start);
    }

    private async Task<byte[]> ReadChunksAsync()
    {
        var body = new List<byte>();
        while (true)
        {
            int lineEnd;
            while ((lineEnd = received.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0)
                await FillOrFailAsync();
            var length = Convert.ToInt32(Encoding.ASCII.GetString(received, start, lineEnd), 16);
            start += lineEnd + 2;
            var chunk = await TakeAsync(length + 2);
            if (length == 0)
                return [.. body];
            body.AddRange(chunk.AsSpan(0, length));
        }
    }

    private async Task<byte[]> TakeAsync(int length)
    {
        while (end - start < length)
            await FillOrFailAsync();
        var taken = received[start..(start + length)];
        start += length;
        return taken;
    }

    private async Task FillOrFailAsync()
    {
        if (!await FillAsync())
            throw new InvalidDataException("the connection was closed within a body");
    }

    private async Task<bool> FillAsync()
    {
        if (start > 0)
        {
            received.AsSpan(start, end - start).CopyTo(received);
            (start, end) = (0, end - start);
        }

        if (end == received.Length)
            Array.Resize(ref received, 2 * received.Length);
        try
        {
            var count = await socket.ReceiveAsync(received.AsMemory(end), SocketFlags.None).AsTask().WaitAsync(deadline);
            end += count;
            return count > 0;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return false;
        }
    }
}
