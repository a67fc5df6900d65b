namespace InferenceHost.Protocols.Json;

/// <summary>Strings as UTF-8, one behind the other. Without a blob it only measures: the walk is done twice, so that the blob is no larger than needed.</summary>
internal ref struct StringRun(int[] offsets, Span<byte> blob, bool isMeasuring) : IDataRun
{
    private readonly Span<byte> blob = blob;
    private int filled;

    public bool ReadRun(ref JsonCursor cursor, int expected, out int count)
    {
        count = 0;
        var first = true;
        while (cursor.NextElement(ref first))
        {
            if (cursor.PeekKind() != JsonKind.String || !cursor.ReadString(out var value))
                return false;
            if (count++ < expected)
                Keep(value);
        }

        return !cursor.Failed;
    }

    public bool ReadOne(ref JsonCursor cursor)
    {
        if (cursor.PeekKind() != JsonKind.String || !cursor.ReadString(out var value))
            return false;
        Keep(value);
        return true;
    }

    private void Keep(ReadOnlySpan<byte> value)
    {
        var start = offsets[filled++];
        if (isMeasuring)
            offsets[filled] = start + value.Length;
        else
            value.CopyTo(blob[start..]);
    }
}
