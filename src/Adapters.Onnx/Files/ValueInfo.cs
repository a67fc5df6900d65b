namespace Inference.Adapters.Onnx.Files;

/// <summary>An input or output as the model's file declares it.</summary>
internal sealed record ValueInfo(string Name, string? Description, DeclaredType Type);
