using System.Buffers;

namespace Inference.Cluster;

/// <summary>
/// Lines of a stream, of any length up to a bound. Every byte is looked at once and moved a bounded number of times, however small the pieces are in
/// which it comes. One caller at a time.
/// </summary>
internal sealed class LineReader(Stream stream, int longest = LineReader.Longest) : IDisposable
{
    /// <summary>Far above what etcd takes for an object.</summary>
    private const int Longest = 64 << 20;

    private const int Usual = 16 << 10;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Usual);
    private int start;
    private int scanned;
    private int end;

    /// <summary>The next line without its end; valid until the next call. Null at the end of the stream; what stands there without an end of line is no line.</summary>
    /// <exception cref="IOException">The stream broke.</exception>
    /// <exception cref="InvalidDataException">A line is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var line = buffer.AsMemory(start, scanned + found - start);
                start = scanned = scanned + found + 1;
                return line;
            }

            scanned = end;
            MakeRoom();
            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            if (read == 0)
                return null;
            end += read;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        start = scanned = end = 0;
    }

    // afterwards at least half of the buffer is free
    private void MakeRoom()
    {
        var held = end - start;
        if (held > longest)
            throw new InvalidDataException("a line of the answer is too long");
        if (held > buffer.Length / 2)
            Resize(buffer.Length * 2);
        else if (held == 0 && buffer.Length > Usual)
            Resize(Usual); // a large line is rare: the next hours need not hold its room
        else if (start > 0)
            buffer.AsSpan(start, held).CopyTo(buffer);
        scanned = end = held;
        start = 0;
    }

    private void Resize(int length)
    {
        var room = ArrayPool<byte>.Shared.Rent(length);
        buffer.AsSpan(start, end - start).CopyTo(room);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = room;
    }
}
