namespace Inference.Adapters.Onnx.Running;

/// <summary>A model gave what its signature does not say; caught where the run ends and turned into its error.</summary>
internal sealed class InvalidOutputException(string output, string message) : Exception($"output '{output}': {message}");
