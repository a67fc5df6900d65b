using Inference.Adapters.Onnx.Running;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Files;

/// <summary>Why ONNX Runtime did not take a model, and what helps.</summary>
internal static class LoadFailure
{
    private static readonly (string Sign, string Advice)[] Known =
    [
        ("Protobuf parsing failed", "the file is damaged: upload it again, whole"),
        ("IR version", "save the model with an older onnx package, or with a lower ir_version"),
        ("Opset", "export the model for a lower opset"),
        ("No Op registered", "there is no such operator in this runtime: export the model for the standard operators"),
        ("No opset import", "there are no operators of that domain in this runtime: export the model for the standard operators"),
        ("NOT_IMPLEMENTED", "this runtime has the operator not for these types: export the model with others, for example FP32"),
        ("External", "upload the model and its data again, from one export"),
    ];

    public static InferenceError Of(ModelFile file, string message)
    {
        var cleaned = OnnxMessage.Clean(message);
        var advice = Array.Find(Known, known => message.Contains(known.Sign, StringComparison.Ordinal)).Advice ?? "check the model with onnx.checker and export it again";
        return new InferenceError(ErrorCode.ModelUnloadable, $"{file.Name} cannot be loaded: {cleaned.TrimEnd('.')}; {advice}");
    }
}
