using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>A number above zero.</summary>
internal sealed class NumberSchema(double maximum) : Schema<double>
{
    public double Maximum { get; } = maximum;

    public override string Expectation => $"a number above 0 and up to {Maximum}";

    public override string Hint => Expectation;

    public override JsonObject ToStructural()
        => new() { ["type"] = "number", ["minimum"] = 0, ["exclusiveMinimum"] = true, ["maximum"] = Maximum };

    public override bool TryRead(Node node, FieldPath path, Binding binding, out double value)
    {
        var read = node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } scalar ? PlainScalar.ToNumber(scalar.Text) : null;
        var fits = read > 0 && read <= Maximum;
        value = fits ? read!.Value : 0;
        if (!fits)
            binding.Mismatch(path, node, Expectation);
        return fits;
    }
}
