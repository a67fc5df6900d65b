namespace Inference.Manifests;

/// <summary>
/// What one document says, as immutable records that mirror its fields one to one; defaults are filled in.
/// The fields and their meaning are those of the API group <c>unified-platform.cs.hse.ru/v1</c>.
/// </summary>
public abstract record Manifest
{
    /// <summary>The application's name and first URL segment: a DNS-1123 label.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>A DNS-1123 label, unique among the documents of its kind and namespace.</summary>
    public string Name { get; init; } = "";
}
