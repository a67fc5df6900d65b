using Microsoft.Win32.SafeHandles;

namespace Inference.Boxes.Folders;

/// <summary>Part of a file, forward only. A file that became shorter meanwhile is an error, not an early end.</summary>
internal sealed class FileRangeStream(SafeFileHandle file, long offset, long length, string what) : ForwardStream
{
    private long left = length;
    private long at = offset;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (left == 0 || buffer.IsEmpty)
            return 0;
        int read;
        try
        {
            read = await RandomAccess.ReadAsync(file, buffer[..(int)Math.Min(buffer.Length, left)], at, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BoxReadException(new BoxError(BoxErrorCode.Unreachable, $"reading {what} failed: {e.Message}"), e);
        }

        if (read == 0)
            throw new BoxReadException(new BoxError(BoxErrorCode.PreconditionFailed, $"{what} became shorter while it was read; read it again"));
        at += read;
        left -= read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }
}
