using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>An adapter with its options. Equal where <paramref name="Description"/> is, which says every option.</summary>
/// <param name="Loader">The adapter.</param>
/// <param name="Description">The adapter and all its options, as text.</param>
internal sealed record LoaderChoice(IModelLoader Loader, string Description)
{
    public bool Equals(LoaderChoice? other) => other is not null && other.Description == Description;

    public override int GetHashCode() => Description.GetHashCode(StringComparison.Ordinal);
}
