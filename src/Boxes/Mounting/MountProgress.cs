namespace Inference.Boxes;

/// <summary>How far a part of a box has been brought.</summary>
/// <param name="Files">Of all.</param>
/// <param name="FilesDone">In the folder already.</param>
/// <param name="Bytes">Of all.</param>
/// <param name="BytesDone">Here already, those of files that are on their way too.</param>
/// <param name="BytesFetched">Of those, the ones that came from the store and not from the cache.</param>
public readonly record struct MountProgress(int Files, int FilesDone, long Bytes, long BytesDone, long BytesFetched);
