using System.Globalization;
using System.Text.Json;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>
/// A model's configuration in the form of Triton's (model_config.proto as JSON), as far as perf_analyzer reads it. Of a model with a batch axis the shapes
/// are told without it, and the batch is bounded by the type of the field only.
/// </summary>
internal static class ModelConfig
{
    public static void Write(Utf8JsonWriter json, string name, Generation generation)
    {
        var batched = generation.Signature.BatchAxis is not null;
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("platform", generation.Spec.Loader.Loader.Platform);
        json.WriteString("backend", generation.Spec.Loader.Loader.Platform.Split('_')[0]);
        json.WriteNumber("max_batch_size", MaxBatchSize(generation));
        Write(json, "input", generation.Signature.Inputs, batched);
        Write(json, "output", generation.Signature.Outputs, batched);
        json.WriteStartArray("instance_group");
        json.WriteStartObject();
        json.WriteString("kind", "KIND_CPU");
        json.WriteNumber("count", generation.Spec.Concurrency);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("model_transaction_policy");
        json.WriteBoolean("decoupled", false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The largest batch; 0 for a model without a batch axis.</summary>
    public static int MaxBatchSize(Generation generation) => generation.Signature.BatchAxis is null ? 0 : generation.Spec.Batching?.MaxRows ?? int.MaxValue;

    private static void Write(Utf8JsonWriter json, string list, IReadOnlyList<TensorSpec> specs, bool batched)
    {
        json.WriteStartArray(list);
        foreach (var spec in specs)
        {
            json.WriteStartObject();
            json.WriteString("name", spec.Name);
            json.WriteString("data_type", TypeName(ModelCalls.WireType(spec.Type)));
            json.WriteString("format", "FORMAT_NONE");
            json.WriteStartArray("dims");
            var dimensions = (spec.Shape ?? new Shape(-1)).Dimensions;

            // 64-bit numbers are strings in the JSON form of protocol buffers
            foreach (var dimension in batched ? dimensions[1..] : dimensions)
                json.WriteStringValue(dimension.ToString(CultureInfo.InvariantCulture));
            json.WriteEndArray();
            if (spec.IsOptional)
                json.WriteBoolean("optional", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string TypeName(DataType type) => type == DataType.Bytes ? "TYPE_STRING" : "TYPE_" + type.WireName();
}
