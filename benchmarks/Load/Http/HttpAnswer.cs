namespace Inference.Load.Http;

/// <param name="Status">The status code.</param>
/// <param name="Body">Without its framing; valid until the next request of the same connection.</param>
internal readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body);
