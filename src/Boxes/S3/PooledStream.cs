using System.Net.Sockets;

namespace Inference.Boxes.S3;

/// <summary>
/// A connection whose events are dealt with on threads of the pool. In a process that has its sockets' completions inline, the client's code would otherwise run, and
/// block, on the thread that all other connections wait for.
/// </summary>
internal sealed class PooledStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            await Task.Yield();
            return new PooledStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = base.ReadAsync(buffer, cancellationToken);
        if (reading.IsCompleted)
            return await reading;
        try
        {
            return await reading;
        }
        finally
        {
            await Task.Yield();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var writing = base.WriteAsync(buffer, cancellationToken);
        if (writing.IsCompleted)
        {
            await writing;
            return;
        }

        try
        {
            await writing;
        }
        finally
        {
            await Task.Yield();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}
