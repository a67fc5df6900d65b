using System.Collections;
using System.Runtime.CompilerServices;

namespace InferenceHost.Components;

/// <summary>An immutable list that is equal where its items are, for records that are compared by value.</summary>
[CollectionBuilder(typeof(EquatableList), nameof(EquatableList.Of))]
internal sealed class EquatableList<T>(T[] items) : IReadOnlyList<T>, IEquatable<EquatableList<T>>
{
    public int Count => items.Length;

    public T this[int index] => items[index];

    public bool Equals(EquatableList<T>? other) => other is not null && items.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => items.Length;

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
