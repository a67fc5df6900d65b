using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>
/// The files of a component at one moment: what it is given of its boxes, and its code where that is watched. Two looks that are equal saw the same files, as
/// far as can be told without reading them.
/// </summary>
internal sealed class ComponentFiles : IEquatable<ComponentFiles>
{
    private ComponentFiles(BoxListing listing, CodeStamp code)
    {
        Entries = listing.Entries;
        Refusal = listing.Refusal;
        Code = code;
        NewestWrite = code.NewestWrite;
        foreach (var entry in Entries)
            NewestWrite = entry.Stamp.WrittenUtc > NewestWrite ? entry.Stamp.WrittenUtc : NewestWrite;
    }

    /// <summary>What a private copy is made of; the paths are those below the component's root, or below the model's own folder where it sees nothing else.</summary>
    public IReadOnlyList<FileEntry> Entries { get; }

    /// <summary>The model's path in the copy; empty where the copy itself is the model. Null where the component names no model.</summary>
    public string? ModelPath { get; private init; }

    public CodeStamp Code { get; }

    /// <summary>When the last of them was written.</summary>
    public DateTime NewestWrite { get; }

    /// <summary>What the component waits for, as a hint for a person; nothing else was looked at then. Null where all is there that must be.</summary>
    public string? Missing { get; private init; }

    /// <summary>Why they must not be loaded, as they are; not all of them may have been looked at then.</summary>
    public InferenceError? Refusal { get; }

    /// <summary>Looks at the files now.</summary>
    /// <param name="spec">Says where.</param>
    /// <param name="last">What was there before: while a model file is the same it needs the same files beside it, and is not read for that again.</param>
    public static ComponentFiles Look(ComponentSpec spec, ComponentFiles? last)
    {
        var listing = new BoxListing();
        var code = default(CodeStamp);
        try
        {
            code = spec.CodeFolder is { } folder ? CodeFiles.Look(folder, spec.HostFolder) : default;
            return spec.SeesMounts ? LookAtMounts(spec, listing, code) : LookAtModel(spec, spec.Model!, listing, code, last);
        }
        catch (FileNotFoundException) when (spec.Needed is [var first, ..])
        {
            // went away while we looked
            return new ComponentFiles(listing, code) { Missing = first.Hint };
        }
        catch (Exception e)
        {
            // the box cannot be read, or the adapter is broken: in any case not the end of the component
            listing.Refuse($"the model's files cannot be read: {e.Message}");
            return new ComponentFiles(listing, code);
        }
    }

    /// <summary>Whether a copy of the one would be a copy of the other.</summary>
    public bool HasSameEntries(ComponentFiles other) => ReferenceEquals(Entries, other.Entries) || Entries.SequenceEqual(other.Entries);

    public bool Equals(ComponentFiles? other) =>
        other is not null && ModelPath == other.ModelPath && Missing == other.Missing && Code == other.Code && Refusal?.Message == other.Refusal?.Message
        && HasSameEntries(other);

    public override bool Equals(object? obj) => Equals(obj as ComponentFiles);

    public override int GetHashCode() => HashCode.Combine(ModelPath, Code, Entries.Count);

    /// <summary>All that is mounted.</summary>
    private static ComponentFiles LookAtMounts(ComponentSpec spec, BoxListing listing, CodeStamp code)
    {
        const string remedy = "mount a smaller part with subPath";
        foreach (var mount in spec.Mounts)
        {
            if (Directory.Exists(mount.Folder))
                listing.AddFolder(new MountGuard(mount), mount.Folder, mount.Path, remedy);
        }

        foreach (var needed in spec.Needed)
        {
            // what lies behind a folder that is a link was not found yet
            if (!listing.Has(needed.InRoot))
                AddOne(listing, needed, remedy);
            if (listing.Refusal is null && !listing.Has(needed.InRoot))
                return new ComponentFiles(listing, code) { Missing = needed.Hint };
            if (listing.Entries.FirstOrDefault(entry => entry.Path == needed.InRoot) is { Path: not null, Stamp.Size: 0 })
                listing.Refuse(Empty(needed.FullPath));
        }

        return new ComponentFiles(listing, code) { ModelPath = spec.Model?.InRoot };
    }

    private static void AddOne(BoxListing listing, BoxFile needed, string remedy)
    {
        if (Directory.Exists(needed.FullPath))
            listing.AddFolder(new MountGuard(needed.Mount), needed.FullPath, needed.InRoot, remedy);
        else if (File.Exists(needed.FullPath))
            listing.Add(new MountGuard(needed.Mount), needed.FullPath, needed.InRoot, needed.InMount);
    }

    /// <summary>The model alone, and what the adapter finds that it needs beside it.</summary>
    private static ComponentFiles LookAtModel(ComponentSpec spec, BoxFile model, BoxListing listing, CodeStamp code, ComponentFiles? last)
    {
        var path = model.FullPath;
        var guard = new MountGuard(model.Mount);
        if (Directory.Exists(path))
        {
            listing.AddFolder(guard, path, "", "name the model's own folder in modelPath");
            return new ComponentFiles(listing, code) { ModelPath = "", Missing = listing is { Entries: [], Refusal: null } ? model.Hint : null };
        }

        if (!File.Exists(path))
            return new ComponentFiles(listing, code) { Missing = model.Hint };
        var name = Path.GetFileName(path);
        listing.Add(guard, path, name, name);
        if (listing is { Refusal: null, Entries: [var found] })
            AddCompanions(spec, listing, guard, found, last);
        return new ComponentFiles(listing, code) { ModelPath = name };
    }

    private static void AddCompanions(ComponentSpec spec, BoxListing listing, MountGuard guard, FileEntry model, ComponentFiles? last)
    {
        // a pipe or a device has no size and is never opened: that might never end
        if (model.Stamp.Size == 0)
        {
            listing.Refuse(Empty(model.Source));
            return;
        }

        IReadOnlyList<string>? companions;
        if (last is { Refusal: null, Entries: [var before, ..] } && before == model)
        {
            companions = [.. last.Entries.Skip(1).Select(entry => entry.Path)];
        }
        else if (!spec.Loader.Loader.FindCompanions(model.Source).TryGet(out companions, out var error))
        {
            listing.Refuse(error.Message);
            return;
        }

        foreach (var companion in companions)
        {
            var source = Path.Combine(Path.GetDirectoryName(model.Source)!, companion);
            if (File.Exists(source))
                listing.Add(guard, source, companion, companion);
            else
                listing.Refuse($"the model needs the file '{companion}' beside it, and it is not there: put it into the same folder");
        }
    }

    private static string Empty(string path) => $"{Path.GetFileName(path)} is empty: upload it again";
}
