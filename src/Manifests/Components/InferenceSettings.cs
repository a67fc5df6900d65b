using Inference.Manifests.Schemas;

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

    /// <summary>Null: the warm-up's inputs serve as one. Otherwise a request that works when sent as it is, as JSON text.</summary>
    public string? Example { get; init; }

    /// <summary>Null: off.</summary>
    public BatchingSettings? Batching { get; init; }

    /// <summary>Null: as the entry point has it by default (onnx: as many as CPUs; otherwise 1).</summary>
    public int? Concurrency { get; init; }

    public QueueSettings Queue { get; init; } = new();

    /// <summary>From the request's arrival to its answer.</summary>
    public Duration RequestTimeout { get; init; } = Duration.FromSeconds(60);

    internal static ObjectSchema<InferenceSettings> Schema { get; } = new ObjectSchema<InferenceSettings>("The model, the code that runs it, and how requests reach it.")
        .Optional("fileExchange", FileExchange.Schema, i => i.FileExchange, (i, v) => i with { FileExchange = v }, "Files that come and go with requests.")
        .Optional("model", ModelReference.Schema, i => i.Model, (i, v) => i with { Model = v }, "Where the model is.")
        .Optional("entryPoint", EntryPoint.Schema, i => i.EntryPoint, (i, v) => i with { EntryPoint = v }, "What runs it; without it, a modelPath that ends in .onnx means onnx.")
        .Optional("warmup", WarmupSettings.Schema, i => i.Warmup, (i, v) => i with { Warmup = v }, "A first inference before the model counts as ready.")
        .Optional("example", PredictExampleSchema.Instance, i => i.Example, (i, v) => i with { Example = v }, "A predict request that works as it is: shown to callers; without it, the warm-up's inputs.")
        .Optional("batching", BatchingSettings.Schema, i => i.Batching, (i, v) => i with { Batching = v }, "Off unless given.")
        .Optional("concurrency", new IntegerSchema(1, 1024), i => i.Concurrency, (i, v) => i with { Concurrency = v }, "Python: worker processes; onnx and dotnet: parallel runs.")
        .Optional("queue", QueueSettings.Schema, i => i.Queue, (i, v) => i with { Queue = v }, "Requests that wait for their turn.")
        .Optional("requestTimeout", Amounts.PositiveTime, i => i.RequestTimeout, (i, v) => i with { RequestTimeout = v }, "From a request's arrival to its answer.");
}
