namespace InferenceHost.Protocols.Json;

/// <summary>A place in a document to come back to.</summary>
/// <param name="Position">Bytes before it.</param>
/// <param name="Depth">Objects and arrays open there.</param>
internal readonly record struct JsonMark(int Position, int Depth);
