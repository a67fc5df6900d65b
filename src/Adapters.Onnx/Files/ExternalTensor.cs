namespace Inference.Adapters.Onnx.Files;

/// <summary>A tensor whose values lie in another file.</summary>
internal sealed record ExternalTensor(string Name, string Location);
