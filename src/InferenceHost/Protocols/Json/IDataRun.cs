namespace InferenceHost.Protocols.Json;

/// <summary>What takes in the scalars of a tensor's data, run by run, row-major. A run is the innermost array of nested data, or all of flat data.</summary>
internal interface IDataRun
{
    /// <summary>Reads the rest of an array whose opening bracket was read, keeps up to <paramref name="expected"/> elements and counts all.</summary>
    /// <returns>False as <see cref="JsonCursor.ReadElements"/>.</returns>
    bool ReadRun(ref JsonCursor cursor, int expected, out int count);

    /// <summary>Reads and keeps one scalar.</summary>
    /// <returns>False as <see cref="JsonCursor.ReadElements"/>.</returns>
    bool ReadOne(ref JsonCursor cursor);
}
