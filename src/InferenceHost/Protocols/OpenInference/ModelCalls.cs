using System.Text.Json;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>What the Open Inference Protocol asks of one model, but inference.</summary>
internal static class ModelCalls
{
    public static ValueTask ListAsync(HttpCall call, IScope scope) => JsonAnswer.SendAsync(call, scope, static (json, scope) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("models");
        foreach (var name in scope.Components.Select(component => component.Spec.FullName).Order(StringComparer.Ordinal))
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static ValueTask ReadyAsync(HttpCall call, string name, Component component) => !component.IsReady
        ? Refusal.SendAsync(call, call.IsInternal ? Desk.NotReady(component) : Desk.NotReadyInPublic(component))
        : JsonAnswer.SendAsync(call, name, static (json, name) =>
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteBoolean("ready", true);
            json.WriteEndObject();
        });

    public static ValueTask MetadataAsync(HttpCall call, string name, Component component) => component.Current is not { } generation
        ? Refusal.SendAsync(call, call.IsInternal ? Desk.NotReady(component) : Desk.NotReadyInPublic(component))
        : JsonAnswer.SendAsync(call, (name, generation), static (json, model) => WriteMetadata(json, model.name, model.generation));

    public static ValueTask ConfigAsync(HttpCall call, string name, Component component) => component.Current is not { } generation
        ? Refusal.SendAsync(call, call.IsInternal ? Desk.NotReady(component) : Desk.NotReadyInPublic(component))
        : JsonAnswer.SendAsync(call, (name, generation), static (json, model) => ModelConfig.Write(json, model.name, model.generation));

    public static ValueTask StatisticsAsync(HttpCall call, Component[] components) => JsonAnswer.SendAsync(call, components, static (json, components) =>
    {
        json.WriteStartObject();
        json.WriteStartArray("model_stats");
        foreach (var component in components.OrderBy(component => component.Spec.FullName, StringComparer.Ordinal))
            ModelStatistics.Write(json, component.Spec.FullName, component.Statistics);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>The type by which the protocol knows a value.</summary>
    public static DataType WireType(DataType type) => type.IsSingleValue() ? DataType.Bytes : type;

    private static void WriteMetadata(Utf8JsonWriter json, string name, Generation generation)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteStartArray("versions");
        json.WriteStringValue(ModelVersion.Only);
        json.WriteEndArray();
        json.WriteString("platform", generation.Spec.Loader.Loader.Platform);
        WriteTensors(json, "inputs", generation.Signature.Inputs);
        WriteTensors(json, "outputs", generation.Signature.Outputs);
        json.WriteStartObject("properties");
        if (generation.Digest is { } digest)
            json.WriteString("digest", digest);
        if (generation.Signature.BatchAxis is { } axis)
            json.WriteString("batch_axis", axis.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTensors(Utf8JsonWriter json, string list, IReadOnlyList<TensorSpec> specs)
    {
        json.WriteStartArray(list);
        foreach (var spec in specs)
        {
            json.WriteStartObject();
            json.WriteString("name", spec.Name);
            json.WriteString("datatype", WireType(spec.Type).WireName());
            json.WriteStartArray("shape");
            foreach (var dimension in (spec.Shape ?? new Shape(-1)).Dimensions)
                json.WriteNumberValue(dimension);
            json.WriteEndArray();
            WriteParameters(json, spec);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter json, TensorSpec spec)
    {
        if (!spec.IsOptional && spec.Description is null)
            return;
        json.WriteStartObject("parameters");
        if (spec.IsOptional)
            json.WriteBoolean("optional", true);
        if (spec.Description is not null)
            json.WriteString("description", spec.Description);
        json.WriteEndObject();
    }
}
