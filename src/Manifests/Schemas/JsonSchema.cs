using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>Anything at all, kept as JSON.</summary>
internal sealed class JsonSchema : Schema<string>
{
    public override string Expectation => "any value";

    public override JsonObject ToStructural() => new() { [StructuralSchema.KeepsUnknown] = true };

    public override bool TryRead(Node node, FieldPath path, Binding binding, out string value)
    {
        value = NodeJson.Write(node);
        return true;
    }
}
