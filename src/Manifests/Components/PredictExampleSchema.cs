using System.Text.Json.Nodes;
using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>The body of a predict request, as far as it can be judged without the model; read as its JSON text.</summary>
internal sealed class PredictExampleSchema : Schema<string>
{
    public static readonly PredictExampleSchema Instance = new();

    public override string Expectation => PredictExample.Schema.Expectation;

    public override JsonObject ToStructural() => PredictExample.Schema.ToStructural();

    public override bool TryRead(Node node, FieldPath path, Binding binding, out string value)
    {
        var read = PredictExample.Schema.TryRead(node, path, binding, out _);
        value = read ? NodeJson.Write(node) : "";
        return read;
    }
}
