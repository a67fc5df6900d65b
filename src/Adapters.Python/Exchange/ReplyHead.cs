namespace Inference.Adapters.Python.Exchange;

/// <summary>The head of a worker's frame.</summary>
/// <param name="Text">Bytes of the description.</param>
/// <param name="Blob">Bytes of the blob.</param>
/// <param name="Number">Of the request that is answered.</param>
/// <param name="Kind">What it is.</param>
/// <param name="KeepsInputs">Whether the function keeps arrays over the memory that inputs come in: nothing may be written there.</param>
internal readonly record struct ReplyHead(int Text, int Blob, long Number, ReplyKind Kind, bool KeepsInputs);
