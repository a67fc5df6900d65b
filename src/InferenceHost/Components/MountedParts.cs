using System.Collections.Frozen;

namespace InferenceHost.Components;

/// <summary>The parts of boxes that components mount from stores. <see cref="Apply"/> is called by one caller at a time; views are taken by all.</summary>
internal sealed class MountedParts(MountSources sources, MountEvents events)
{
    private readonly List<Task> leaving = [];
    private FrozenDictionary<BoxPart, Entry> entries = FrozenDictionary<BoxPart, Entry>.Empty;

    /// <summary>Makes the set agree with the specs, and looks at once at what stays: its box may be another one now.</summary>
    public void Apply(IReadOnlyList<ComponentSpec> specs)
    {
        var before = entries;
        var wanted = specs.SelectMany(spec => spec.Mounts).Select(mount => mount.Part).OfType<BoxPart>().Distinct().ToList();
        Volatile.Write(ref entries, wanted.ToFrozenDictionary(part => part, part => before.GetValueOrDefault(part) ?? Start(part)));
        leaving.RemoveAll(task => task.IsCompleted);
        foreach (var (part, entry) in before)
        {
            if (entries.ContainsKey(part))
                entry.Part.Nudge();
            else
                leaving.Add(StopAsync(entry, isGivenUp: true));
        }
    }

    /// <summary>The spec as it can be looked at now.</summary>
    public MountView View(ComponentSpec spec)
    {
        var view = new MountView();
        var here = Volatile.Read(ref entries);
        var mounts = new List<Mount>();
        foreach (var mount in spec.Mounts)
        {
            if (mount.Part is null)
                mounts.Add(mount);
            else if (here.TryGetValue(mount.Part, out var entry) && view.TryEnter(entry.Part) is { } brought)
                mounts.Add(mount with { Folder = brought.Folder, Brought = brought });
        }

        if (mounts.Count == spec.Mounts.Count)
            view.Spec = spec.Mounts.All(mount => mount.Part is null) ? spec : Rebased(spec, mounts);
        return view;
    }

    /// <summary>Ends all loops. What was brought stays for the next start.</summary>
    public async Task StopAsync()
    {
        leaving.AddRange(entries.Values.Select(entry => StopAsync(entry, isGivenUp: false)));
        await Task.WhenAll(leaving);
    }

    private static ComponentSpec Rebased(ComponentSpec spec, List<Mount> mounts)
    {
        return spec with
        {
            Mounts = [.. mounts],
            Model = spec.Model is { } model ? Rebase(model) : null,
            Needed = [.. spec.Needed.Select(Rebase)],
        };

        BoxFile Rebase(BoxFile file) => new(mounts.Find(mount => mount.Path == file.Mount.Path) ?? file.Mount, file.InMount, file.Hint);
    }

    private Entry Start(BoxPart part)
    {
        var mounted = new MountedPart(part, sources, events, Tidy);
        var stop = new CancellationTokenSource();
        return new Entry(mounted, stop, Task.Run(() => mounted.RunAsync(stop.Token)));
    }

    /// <summary>What was mounted by runs before and is no more need not be kept once all is here that is mounted now.</summary>
    private void Tidy()
    {
        var here = Volatile.Read(ref entries);
        if (here.Count > 0 && here.Values.All(entry => entry.Part.IsHere))
            sources.Cache.Forget();
    }

    private static async Task StopAsync(Entry entry, bool isGivenUp)
    {
        await entry.Stop.CancelAsync();
        await entry.Loop;
        entry.Stop.Dispose();
        if (isGivenUp)
            entry.Part.GiveUp();
    }

    private sealed record Entry(MountedPart Part, CancellationTokenSource Stop, Task Loop);
}
