using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>
/// What a value must be: the one source that reading, the CRDs and the reference page are made from.
/// </summary>
internal abstract class Schema
{
    /// <summary>In words, to follow "expected": <c>true or false</c>.</summary>
    public abstract string Expectation { get; }

    /// <summary>What to know of a value besides its type, as a part of a sentence; empty where there is nothing.</summary>
    public virtual string Hint => "";

    /// <summary>
    /// As a structural schema of a CustomResourceDefinition (apiextensions.k8s.io/v1), a new one each time. It refuses nothing that reading takes; an object keeps
    /// fields it does not know, so that what was written is there to be judged.
    /// </summary>
    public abstract JsonObject ToStructural();
}

/// <inheritdoc/>
/// <typeparam name="T">What a value becomes.</typeparam>
internal abstract class Schema<T> : Schema
{
    /// <summary>The value; null, or as much as could be read, after an error was reported.</summary>
    public abstract bool TryRead(Node node, FieldPath path, Binding binding, out T value);
}
