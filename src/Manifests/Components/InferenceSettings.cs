namespace Inference.Manifests;

/// <summary>The model, the code that runs it, and how requests reach it.</summary>
public sealed record InferenceSettings
{
    /// <summary>Null: the component takes and gives no files.</summary>
    public FileExchange? FileExchange { get; init; }

    /// <summary>Null: the code brings its own model. Never null where the entry point is ONNX.</summary>
    public ModelReference? Model { get; init; }

    /// <summary>Never undecided in a valid document: where the manifest has none and the model ends in .onnx, it is <c>onnx: {}</c>.</summary>
    public EntryPoint EntryPoint { get; init; } = new();

    public WarmupSettings Warmup { get; init; } = new();

    /// <summary>Null: off.</summary>
    public BatchingSettings? Batching { get; init; }

    /// <summary>Null: as the entry point has it by default (onnx: as many as CPUs; otherwise 1).</summary>
    public int? Concurrency { get; init; }

    public QueueSettings Queue { get; init; } = new();

    /// <summary>From the request's arrival to its answer.</summary>
    public Duration RequestTimeout { get; init; } = Duration.FromSeconds(60);
}
