using System.Globalization;
using Inference.Cluster;

namespace ManifestController.Watching;

/// <summary>
/// All objects of one type, as they were last seen, found by name or by an index within their namespace. Written by one watch and by whoever has just written an object; read by everybody.
/// </summary>
/// <param name="index">What an object is found by besides its name.</param>
internal sealed class ObjectStore(Func<ClusterObject, IEnumerable<string>> index)
{
    private const string Any = "";
    private readonly Lock gate = new();
    private readonly Dictionary<ObjectName, ClusterObject> objects = [];
    private readonly Dictionary<(string Namespace, string Key), HashSet<ObjectName>> found = [];

    public int Count
    {
        get
        {
            lock (gate)
                return objects.Count;
        }
    }

    public IReadOnlyList<ClusterObject> All
    {
        get
        {
            lock (gate)
                return [.. objects.Values];
        }
    }

    public ClusterObject? Find(ObjectName id)
    {
        lock (gate)
            return objects.GetValueOrDefault(id);
    }

    public IReadOnlyList<ClusterObject> In(string @namespace) => FindBy(@namespace, Any);

    /// <summary>The objects of a namespace that the index has under that key.</summary>
    public IReadOnlyList<ClusterObject> FindBy(string @namespace, string key)
    {
        lock (gate)
            return found.TryGetValue((@namespace, key), out var names) ? [.. names.Select(name => objects[name])] : [];
    }

    /// <summary>Takes an object unless a newer version of it is there already: a watch tells later what a write's answer said at once.</summary>
    /// <returns>What was there before, and whether it is another version.</returns>
    public (ClusterObject? Before, bool IsNew) Put(ClusterObject item)
    {
        lock (gate)
        {
            var before = objects.GetValueOrDefault(item.Id);
            if (before is not null && (IsOlder(item, before) || before.ResourceVersion == item.ResourceVersion))
                return (before, false);
            if (before is not null)
                Drop(before);
            Add(item);
            return (before, true);
        }
    }

    /// <summary>What was there, unless that is newer than what was removed.</summary>
    public ClusterObject? Remove(ClusterObject item)
    {
        lock (gate)
        {
            if (!objects.TryGetValue(item.Id, out var before) || IsOlder(item, before))
                return null;
            Drop(before);
            return before;
        }
    }

    /// <summary>Makes this all that there is, in one namespace or (null) in all; every object that was changed (as it was, and as it is), added or removed by that.</summary>
    public IReadOnlyList<ClusterObject> Replace(IReadOnlyList<ClusterObject> items, string? @namespace)
    {
        var changed = new List<ClusterObject>();
        lock (gate)
        {
            foreach (var item in items)
            {
                var (before, isNew) = Put(item);
                if (!isNew)
                    continue;
                changed.Add(item);
                if (before is not null)
                    changed.Add(before);
            }

            var there = items.Select(item => item.Id).ToHashSet();
            foreach (var gone in objects.Values.Where(item => (@namespace is null || item.Namespace == @namespace) && !there.Contains(item.Id)).ToList())
            {
                Drop(gone);
                changed.Add(gone);
            }
        }

        return changed;
    }

    private static bool IsOlder(ClusterObject item, ClusterObject than) =>
        ulong.TryParse(item.ResourceVersion, CultureInfo.InvariantCulture, out var left) && ulong.TryParse(than.ResourceVersion, CultureInfo.InvariantCulture, out var right) && left < right;

    private void Add(ClusterObject item)
    {
        objects[item.Id] = item;
        foreach (var key in Keys(item))
        {
            if (!found.TryGetValue((item.Namespace, key), out var names))
                found[(item.Namespace, key)] = names = [];
            names.Add(item.Id);
        }
    }

    private void Drop(ClusterObject item)
    {
        objects.Remove(item.Id);
        foreach (var key in Keys(item))
        {
            if (!found.TryGetValue((item.Namespace, key), out var names))
                continue;
            names.Remove(item.Id);
            if (names.Count == 0)
                found.Remove((item.Namespace, key));
        }
    }

    private IEnumerable<string> Keys(ClusterObject item) => index(item).Append(Any);
}
