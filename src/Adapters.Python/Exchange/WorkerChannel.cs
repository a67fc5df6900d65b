using System.Net.Sockets;
using Inference.Adapters.Python.Processes;
using Inference.Contracts;

namespace Inference.Adapters.Python.Exchange;

/// <summary>
/// Our end of the exchange with one worker: a request, then its answer. One at a time. When the worker is gone, calls end with <see cref="WorkerGoneException"/>; when it sends what cannot
/// be, with <see cref="BrokenExchangeException"/>.
/// </summary>
internal sealed class WorkerChannel(WorkerProcess process) : IDisposable
{
    private readonly FrameWriter writer = new(process.Arriving);
    private readonly Socket socket = process.Exchange;
    private byte[] received = new byte[16 * 1024];
    private long number;

    /// <summary>Lets the worker import the function; what it says of it.</summary>
    public async Task<Ready> StartAsync(PythonOptions options, string modelKey)
    {
        await SendAsync(writer.Start(options, modelKey));
        var (text, _) = await ReceiveAsync();
        return ReplyReader.ReadReady(received.AsMemory(Frame.HeaderSize, text));
    }

    /// <summary>Tells which types the docstring gives outputs.</summary>
    public ValueTask DescribeAsync(Signature signature) => SendAsync(writer.Types(signature));

    /// <summary>Runs the function. The request is needed until this returns its task, not until the task ends. The reply becomes the caller's.</summary>
    public async Task<Reply> RunAsync(InferenceRequest request, Signature signature)
    {
        number++;
        await SendAsync(writer.Request(request, signature, number));
        var (text, blob) = await ReceiveAsync();
        var reply = ReplyReader.Read(
            received.AsMemory(Frame.HeaderSize, text), received.AsSpan(Frame.HeaderSize + text, blob), process.Leaving, number);
        writer.Shrink();
        return reply;
    }

    public void Dispose() => writer.Dispose();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        try
        {
            while (!frame.IsEmpty)
                frame = frame[await socket.SendAsync(frame, SocketFlags.None)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new WorkerGoneException(wasRead: false);
        }
    }

    /// <summary>A whole frame at the start of <see cref="received"/>; the lengths of its parts.</summary>
    private async ValueTask<(int Text, int Blob)> ReceiveAsync()
    {
        var filled = await ReceiveAsync(0, Frame.HeaderSize);
        var (text, blob) = Frame.ReadHeader(received);
        var total = Frame.HeaderSize + text + blob;
        if (received.Length < total)
            Array.Resize(ref received, total);
        filled = await ReceiveAsync(filled, total);
        return filled == total ? (text, blob) : throw new BrokenExchangeException("more than one answer");
    }

    private async ValueTask<int> ReceiveAsync(int filled, int needed)
    {
        while (filled < needed)
        {
            int read;
            try
            {
                read = await socket.ReceiveAsync(received.AsMemory(filled), SocketFlags.None);
            }
            catch (SocketException e)
            {
                // the kernel says "reset" where the other end went away with something unread
                throw new WorkerGoneException(wasRead: e.SocketErrorCode != SocketError.ConnectionReset);
            }
            catch (ObjectDisposedException)
            {
                throw new WorkerGoneException(wasRead: true);
            }

            if (read == 0)
                throw new WorkerGoneException(wasRead: true);
            filled += read;
        }

        return filled;
    }
}
