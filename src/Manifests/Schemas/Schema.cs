using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>
/// What a value must be: the one source that reading, the CRDs and the reference page are made from.
/// </summary>
internal abstract class Schema
{
    /// <summary>In words, to follow "expected": <c>true or false</c>.</summary>
    public abstract string Expectation { get; }
}

/// <inheritdoc/>
/// <typeparam name="T">What a value becomes.</typeparam>
internal abstract class Schema<T> : Schema
{
    /// <summary>The value; null, or as much as could be read, after an error was reported.</summary>
    public abstract bool TryRead(Node node, FieldPath path, Binding binding, out T value);
}
