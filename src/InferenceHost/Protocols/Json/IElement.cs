namespace InferenceHost.Protocols.Json;

/// <summary>How one scalar of a tensor's data is read from JSON. Implemented by structs, so that each element type gets a loop of its own.</summary>
/// <typeparam name="T">What lies in the tensor's memory.</typeparam>
internal interface IElement<T>
    where T : unmanaged
{
    /// <summary>Reads the element that the text begins with.</summary>
    /// <returns>Bytes read; 0 or less where there is no such element.</returns>
    static abstract int Read(ReadOnlySpan<byte> text, out T value);
}
