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
        var read = node is ScalarNode { Kind: ScalarKind.Integer } scalar ? PlainScalar.ToInteger(scalar.Text) : null;
        var fits = read >= Minimum && read <= Maximum;
        value = fits ? (int)read!.Value : 0;
        if (!fits)
            binding.Mismatch(path, node, Expectation);
        return fits;
    }
}
