namespace Inference.Adapters.Onnx.Files;

/// <summary>What is read from a model's file beside ONNX Runtime, which does not tell it, or tells it too late.</summary>
internal sealed class ModelDescription
{
    /// <summary>The version of the format; below 4 an initializer is never an input.</summary>
    public long IrVersion { get; set; }

    public bool HasGraph { get; set; }

    public List<ValueInfo> Inputs { get; } = [];

    public List<ValueInfo> Outputs { get; } = [];

    /// <summary>Names of the graph's initializers.</summary>
    public HashSet<string> Initializers { get; } = new(StringComparer.Ordinal);

    /// <summary>Anywhere in the file: also in subgraphs, functions and attributes.</summary>
    public List<ExternalTensor> ExternalTensors { get; } = [];

    /// <summary>The class labels of the graph's ZipMap nodes, by the name of their output.</summary>
    public Dictionary<string, string[]> ZipMaps { get; } = new(StringComparer.Ordinal);
}
