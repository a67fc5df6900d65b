using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>No code: the ONNX model is the component.</summary>
public sealed record OnnxEntryPoint
{
    /// <summary>In order of preference; lower case.</summary>
    public IReadOnlyList<string> ExecutionProviders { get; init; } = ["cpu"];

    /// <summary>Null: the pool that all components share. A number: a pool of its own with so many threads.</summary>
    public int? IntraOpThreads { get; init; }

    private static readonly ListSchema<string> s_providers = new(
        Texts.Choice("cpu", "cuda", "tensorrt", "rocm", "openvino", "coreml", "directml"), "a list of execution providers")
    {
        IsNeverEmpty = true,
        Key = provider => provider,
    };

    internal static ObjectSchema<OnnxEntryPoint> Schema { get; } = new ObjectSchema<OnnxEntryPoint>("No code: the ONNX model is the component.")
        .Optional("executionProviders", s_providers, o => o.ExecutionProviders, (o, v) => o with { ExecutionProviders = v }, "In order of preference.")
        .Optional("intraOpThreads", new IntegerSchema(1, 1024), o => o.IntraOpThreads, (o, v) => o with { IntraOpThreads = v }, "Threads of a pool of its own; without it, the pool that all components share.");
}
