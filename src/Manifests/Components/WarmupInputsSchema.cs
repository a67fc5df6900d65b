using System.Text.Json.Nodes;
using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>
/// The <c>inputs</c> of a predict request. Names, data types and the presence of data are looked at here; whether they fit
/// the model is seen when they are run.
/// </summary>
internal sealed class WarmupInputsSchema : Schema<string>
{
    public static readonly WarmupInputsSchema Instance = new();

    private static readonly ListSchema<WarmupInput> s_inputs = new(WarmupInput.Schema, "a list of inputs as in a predict request")
    {
        IsNeverEmpty = true,
        KeyField = "name",
        Key = input => input.Name,
    };

    public override string Expectation => s_inputs.Expectation;

    public override JsonObject ToStructural() => s_inputs.ToStructural();

    public override bool TryRead(Node node, FieldPath path, Binding binding, out string value)
    {
        var read = s_inputs.TryRead(node, path, binding, out _);
        value = read ? NodeJson.Write(node) : "";
        return read;
    }
}
