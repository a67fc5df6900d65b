namespace Inference.Boxes;

/// <summary>A file that is being read. The stream has the bytes asked for, from <see cref="Offset"/> on, and ends after <see cref="Length"/> of them.</summary>
public sealed class BoxContent(BoxEntry entry, Stream stream, long offset, long length) : IAsyncDisposable
{
    /// <summary>Of the whole file.</summary>
    public BoxEntry Entry { get; } = entry;

    public Stream Stream { get; } = stream;

    public long Offset { get; } = offset;

    public long Length { get; } = length;

    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
