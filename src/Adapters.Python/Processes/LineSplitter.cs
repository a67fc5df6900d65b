using System.Text;

namespace Inference.Adapters.Python.Processes;

/// <summary>Bytes of an output stream in, lines out. A line longer than the bound comes in pieces; what is not UTF-8 is replaced.</summary>
internal sealed class LineSplitter(Action<string> line)
{
    public const int MostBytes = 8 * 1024;
    private readonly byte[] pending = new byte[MostBytes];
    private int filled;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = bytes[..Math.Min(bytes.Length, MostBytes - filled)];
            var end = room.IndexOf((byte)'\n');
            var taken = end < 0 ? room : room[..end];
            taken.CopyTo(pending.AsSpan(filled));
            filled += taken.Length;
            bytes = bytes[(end < 0 ? taken.Length : end + 1)..];
            if (end >= 0)
                Give();
            else if (filled == MostBytes)
                Flush();
        }
    }

    /// <summary>Gives what has no end of line yet.</summary>
    public void Flush()
    {
        if (filled > 0)
            Give();
    }

    private void Give()
    {
        var text = Encoding.UTF8.GetString(pending.AsSpan(0, filled)).TrimEnd('\r');
        filled = 0;
        line(text);
    }
}
