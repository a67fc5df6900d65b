namespace InferenceHost.Protocols.Json;

/// <summary>Scalars of fixed size, written straight into a tensor's memory.</summary>
internal ref struct ScalarRun<T, TElement>(Span<T> destination) : IDataRun
    where T : unmanaged
    where TElement : IElement<T>
{
    private Span<T> free = destination;

    public bool ReadRun(ref JsonCursor cursor, int expected, out int count)
    {
        if (!cursor.ReadElements<T, TElement>(free[..expected], out count))
            return false;
        free = free[expected..];
        return true;
    }

    public bool ReadOne(ref JsonCursor cursor)
    {
        if (!cursor.ReadElement<T, TElement>(out var value))
            return false;
        free[0] = value;
        free = free[1..];
        return true;
    }
}
