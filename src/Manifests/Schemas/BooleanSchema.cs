using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

internal sealed class BooleanSchema : Schema<bool>
{
    public override string Expectation => "true or false";

    public override JsonObject ToStructural() => new() { ["type"] = "boolean" };

    public override bool TryRead(Node node, FieldPath path, Binding binding, out bool value)
    {
        var read = node is ScalarNode { Kind: ScalarKind.Boolean } scalar ? PlainScalar.ToBoolean(scalar.Text) : null;
        value = read ?? false;
        if (read is null)
            binding.Mismatch(path, node, Expectation);
        return read is not null;
    }
}
