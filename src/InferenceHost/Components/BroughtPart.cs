using Inference.Boxes;

namespace InferenceHost.Components;

/// <summary>A part of a box as it was brought, kept for as long as anybody uses it. Immutable.</summary>
internal sealed class BroughtPart(MountSnapshot snapshot)
{
    private readonly Dictionary<string, BoxEntry> files = snapshot.Listing.Files.ToDictionary(file => snapshot.Listing.Part.Strip(file.Path).Value);
    private readonly UseCount users = new();

    /// <summary>Where the files lie on this machine.</summary>
    public string Folder => snapshot.Folder;

    public string Stamp => snapshot.Stamp;

    /// <summary>A file as the store told of it.</summary>
    /// <param name="path">In the part.</param>
    public BoxEntry? Find(string path) => files.GetValueOrDefault(path);

    /// <summary>Which content a file has: another text whenever it was stored again.</summary>
    public string ContentOf(BoxEntry file) => $"{snapshot.Listing.Store.Description}\n{file.Path}\n{file.ETag}";

    /// <summary>True is followed by one <see cref="Leave"/>; false once nobody has it any more.</summary>
    public bool TryEnter() => users.TryEnter();

    /// <summary>The last one removes the folder.</summary>
    public void Leave()
    {
        if (!users.Leave())
            return;
        try
        {
            snapshot.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // the next start clears what is left
        }
    }
}
