namespace Inference.Boxes;

/// <summary>
/// A folder with what a part of a box held when it was looked at; read-only, and nothing in it ever changes. Its files are shared with the cache and with other
/// snapshots: whoever writes into one in place, against its mode, spoils it for all, until the next fetch finds that out. Disposing it removes the folder.
/// </summary>
public sealed class MountSnapshot : IDisposable
{
    private readonly Action<MountSnapshot> release;
    private int isReleased;

    internal MountSnapshot(MountListing listing, string folder, string place, Action<MountSnapshot> release)
    {
        Listing = listing;
        Folder = folder;
        Place = place;
        this.release = release;
    }

    /// <summary>Where the files are, under their names below the part.</summary>
    public string Folder { get; }

    public MountListing Listing { get; }

    public string Stamp => Listing.Stamp;

    /// <summary>What is removed: the folder and what belongs to it.</summary>
    internal string Place { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isReleased, 1) == 0)
            release(this);
    }
}
