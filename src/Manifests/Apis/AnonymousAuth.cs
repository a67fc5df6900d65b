using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>Open on purpose.</summary>
public sealed record AnonymousAuth
{
    internal static ObjectSchema<AnonymousAuth> Schema { get; } = new ObjectSchema<AnonymousAuth>("Open on purpose.");
}
