using Inference.Manifests.Schemas;

namespace Inference.Manifests;

public sealed record ComponentReference
{
    /// <summary>A document in the same namespace.</summary>
    public string Name { get; init; } = "";

    internal static ObjectSchema<ComponentReference> Schema { get; } = new ObjectSchema<ComponentReference>("A document of this namespace.")
        .Required("name", Texts.Label, (c, v) => c with { Name = v }, "Its name.");
}
