using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>Memory of an output, owned by ONNX Runtime's value; the value is given back with the last reference.</summary>
internal sealed unsafe class OnnxBuffer : TensorBuffer
{
    private readonly OrtValue value;

    private OnnxBuffer(OrtValue value, void* pointer, int length)
        : base((byte*)pointer, length) => this.value = value;

    /// <summary>Takes over the value: a tensor of fixed-size elements, of less than 2^31 bytes.</summary>
    public static OnnxBuffer Over(OrtValue value)
    {
        var bytes = value.GetTensorMutableRawData();
        return new OnnxBuffer(value, Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)), bytes.Length);
    }

    protected override void Free() => value.Dispose();
}
