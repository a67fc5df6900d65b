namespace Inference.Boxes;

/// <summary>A part of a file as HTTP's Range header says it (RFC 9110, 14.1.2): from a byte on, from one to another, or the last so many.</summary>
public readonly record struct ByteRange
{
    private ByteRange(long? first, long? last)
    {
        First = first;
        Last = last;
    }

    /// <summary>The first byte; null for the last <see cref="Last"/> bytes.</summary>
    public long? First { get; }

    /// <summary>The last byte, included; null for the end.</summary>
    public long? Last { get; }

    public static ByteRange From(long first) => new(ArgumentNotNegative(first), null);

    public static ByteRange Between(long first, long last) =>
        last >= first ? new(ArgumentNotNegative(first), last) : throw new ArgumentOutOfRangeException(nameof(last), "the last byte comes before the first");

    public static ByteRange LastBytes(long count) => new(null, ArgumentNotNegative(count));

    /// <summary>Where it lies in a file of so many bytes; null if no byte of it does.</summary>
    public (long Offset, long Length)? In(long size)
    {
        if (First is not { } first)
            return Last is > 0 and { } count && size > 0 ? (Math.Max(0, size - count), Math.Min(size, count)) : null;
        if (first >= size)
            return null;
        return (first, Math.Min(size - 1, Last ?? long.MaxValue) - first + 1);
    }

    /// <summary>The header's value.</summary>
    public override string ToString() => $"bytes={First}-{Last}";

    private static long ArgumentNotNegative(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value;
    }
}
