using System.Text.Json;
using InferenceHost.Components;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>A component's statistics in the form of the statistics extension; durations in nanoseconds.</summary>
internal static class ModelStatistics
{
    public static void Write(Utf8JsonWriter json, string name, Statistics statistics)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("version", ModelVersion.Only);
        json.WriteNumber("last_inference", statistics.LastInference);
        json.WriteNumber("inference_count", statistics.Inferences);
        json.WriteNumber("execution_count", statistics.Executions);
        json.WriteStartObject("inference_stats");
        WriteDuration(json, "success", statistics.Success);
        WriteDuration(json, "fail", statistics.Failure);
        WriteDuration(json, "queue", statistics.Queue);
        WriteDuration(json, "compute_input", statistics.ComputeInput);
        WriteDuration(json, "compute_infer", statistics.ComputeInfer);
        WriteDuration(json, "compute_output", statistics.ComputeOutput);
        WriteDuration(json, "cache_hit", default);
        WriteDuration(json, "cache_miss", default);
        json.WriteEndObject();
        json.WriteStartObject("response_stats");
        json.WriteEndObject();
        json.WriteStartArray("batch_stats");
        foreach (var batch in statistics.Batches)
            WriteBatch(json, batch);
        json.WriteEndArray();
        json.WriteStartArray("memory_usage");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBatch(Utf8JsonWriter json, in BatchStatistic batch)
    {
        json.WriteStartObject();
        json.WriteNumber("batch_size", batch.Rows);
        WriteDuration(json, "compute_input", batch.ComputeInput);
        WriteDuration(json, "compute_infer", batch.ComputeInfer);
        WriteDuration(json, "compute_output", batch.ComputeOutput);
        json.WriteEndObject();
    }

    private static void WriteDuration(Utf8JsonWriter json, string name, StatisticDuration duration)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", duration.Count);
        json.WriteNumber("ns", duration.Nanoseconds);
        json.WriteEndObject();
    }
}
