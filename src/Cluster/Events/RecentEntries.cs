using System.Diagnostics.CodeAnalysis;

namespace Inference.Cluster;

/// <summary>A bounded dictionary: what was not used for longest makes room. One user at a time.</summary>
internal sealed class RecentEntries<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> entries = [];
    private readonly LinkedList<(TKey Key, TValue Value)> order = [];

    public int Count => entries.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!entries.TryGetValue(key, out var node))
            return false;
        order.Remove(node);
        order.AddLast(node);
        value = node.Value.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (entries.Remove(key, out var old))
            order.Remove(old);
        else if (entries.Count == capacity)
            RemoveOldest();
        entries[key] = order.AddLast((key, value));
    }

    private void RemoveOldest()
    {
        entries.Remove(order.First!.Value.Key);
        order.RemoveFirst();
    }
}
