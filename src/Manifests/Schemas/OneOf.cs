namespace Inference.Manifests.Schemas;

/// <summary>A group of fields of which at least and at most so many are there.</summary>
internal sealed record OneOf(IReadOnlyList<string> Names, int AtLeast, int AtMost);
