namespace Inference.Boxes;

/// <summary>
/// One box: files by name, whole or not there at all. Any number of calls at once. Expected failures are values; a call that is cancelled throws
/// <see cref="OperationCanceledException"/>, and what a caller's own stream throws goes through.
/// </summary>
public interface IBoxStore : IAsyncDisposable
{
    /// <summary>What and where it is, for messages: <c>the folder '/data/boxes/a/b'</c>. No secret.</summary>
    string Description { get; }

    /// <summary>Links that callers use without us, where the store makes them; null where whoever owns the box serves them.</summary>
    IPresigner? Presigner { get; }

    /// <summary>
    /// Stores a file, in place of one that is there. Nobody sees it before it is whole, and nothing is left behind if it fails. The stream is read to its
    /// end, once, and stays the caller's; nothing of it is read where the refusal is known before.
    /// </summary>
    Task<BoxOutcome<BoxEntry>> PutAsync(BoxPath path, Stream content, PutOptions options, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading; dispose what is answered. Its stream throws <see cref="BoxReadException"/>, and nothing else, where reading fails later.</summary>
    Task<BoxOutcome<BoxContent>> GetAsync(BoxPath path, GetOptions options, CancellationToken cancellationToken);

    /// <summary>What is known of a file without reading it.</summary>
    Task<BoxOutcome<BoxEntry>> HeadAsync(BoxPath path, CancellationToken cancellationToken);

    /// <summary>One page of what is in a part of the box, in the order of the names' UTF-8 bytes. A part that is not there is an empty page.</summary>
    Task<BoxOutcome<BoxPage>> ListAsync(BoxListing listing, CancellationToken cancellationToken);

    /// <summary>Removes a file; that it is not there is no failure. Null when done.</summary>
    Task<BoxError?> DeleteAsync(BoxPath path, CancellationToken cancellationToken);

    /// <summary>Removes every file in a part of the box; that there is none is no failure. Null when done; otherwise some may be gone.</summary>
    Task<BoxError?> DeleteAllAsync(BoxPrefix prefix, CancellationToken cancellationToken);
}
