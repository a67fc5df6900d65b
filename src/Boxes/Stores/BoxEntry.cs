namespace Inference.Boxes;

/// <summary>A file of a box.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Size">In bytes.</param>
/// <param name="ETag">
/// Another one whenever the file is stored again; opaque, without quotes. A folder's is made of the file's number, size and time of change, so that a file
/// overwritten in place (not through the store) within one tick of the clock, with the same size, keeps it.
/// </param>
/// <param name="Modified">When it was stored.</param>
/// <param name="Sha256">Of the content, in lower-case hexadecimal; null where the store does not know it, and always in a listing.</param>
public sealed record BoxEntry(BoxPath Path, long Size, string ETag, DateTimeOffset Modified, string? Sha256 = null);
