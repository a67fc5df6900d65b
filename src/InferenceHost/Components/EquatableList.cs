namespace InferenceHost.Components;

/// <summary>Makes lists of collection expressions; <see cref="EquatableList{T}"/>.</summary>
internal static class EquatableList
{
    public static EquatableList<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
