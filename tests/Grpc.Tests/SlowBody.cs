using System.Net;

namespace Inference.Grpc.Tests;

/// <summary>A request's body that is sent piece by piece, and ends when it is disposed of.</summary>
internal sealed class SlowBody : HttpContent
{
    private readonly TaskCompletionSource<Stream> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task WriteAsync(byte[] piece)
    {
        var stream = await opened.Task;
        await stream.WriteAsync(piece);
        await stream.FlushAsync();
    }

    /// <summary>Nothing follows.</summary>
    public void End() => ended.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        opened.TrySetResult(stream);
        await stream.FlushAsync();
        await ended.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        End();
        base.Dispose(disposing);
    }
}
