using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>A request's tensor as ONNX Runtime takes it.</summary>
internal static class OnnxInput
{
    /// <summary>A value over the tensor's own memory; texts are copied, since ONNX Runtime keeps each as a string of its own.</summary>
    public static OrtValue Of(Tensor tensor) => tensor.Type == DataType.Bytes ? OfElements(tensor) : OrtValue.CreateTensorValueWithData(
        OrtMemoryInfo.DefaultInstance,
        (Microsoft.ML.OnnxRuntime.Tensors.TensorElementType)ElementTypes.ToOnnx(tensor.Type),
        tensor.Shape.AsArray,
        tensor.Address,
        tensor.Span.Length);

    // any bytes: ONNX says UTF-8, ONNX Runtime does not look
    private static OrtValue OfElements(Tensor tensor)
    {
        var value = OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, tensor.Shape.AsArray);
        for (var i = 0; i < tensor.Count; i++)
            value.StringTensorSetElementAt(tensor.Element(i), i);
        return value;
    }
}
