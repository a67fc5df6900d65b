namespace InferenceHost.Exchange;

/// <summary>A file that came with a request.</summary>
/// <param name="Index">Which part of the body it was.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="ContentType">As its part says; null where it says nothing.</param>
internal sealed record UploadedFile(int Index, string Path, string? ContentType);
