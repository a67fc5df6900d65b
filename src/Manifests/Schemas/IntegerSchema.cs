using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

internal sealed class IntegerSchema(int minimum, int maximum) : Schema<int>
{
    public int Minimum { get; } = minimum;

    public int Maximum { get; } = maximum;

    public override string Expectation => $"a whole number from {Minimum} to {Maximum}";

    public override string Hint => Expectation;

    public override JsonObject ToStructural() => new() { ["type"] = "integer", ["minimum"] = Minimum, ["maximum"] = Maximum };

    public override bool TryRead(Node node, FieldPath path, Binding binding, out int value)
    {
        // 2.0 too: what carries a manifest to a cluster makes 2 of it
        var read = node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } scalar ? PlainScalar.ToNumber(scalar.Text) : null;
        var fits = read >= Minimum && read <= Maximum && read == Math.Floor(read.Value);
        value = fits ? (int)read!.Value : 0;
        if (!fits)
            binding.Mismatch(path, node, Expectation);
        return fits;
    }
}
