using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>Memory of an output, owned by ONNX Runtime's value; the value is given back with the last reference.</summary>
internal sealed unsafe class OnnxBuffer : TensorBuffer
{
    private readonly OrtValue value;

    /// <summary>Takes over the value: a tensor of fixed-size elements, whose memory is given.</summary>
    public OnnxBuffer(OrtValue value, nint address, int length)
        : base((byte*)address, length) => this.value = value;

    /// <summary>Where the elements of a tensor of less than 2^31 bytes are.</summary>
    public static nint AddressOf(OrtValue value, out int length)
    {
        var bytes = value.GetTensorMutableRawData();
        length = bytes.Length;
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
    }

    protected override void Free() => value.Dispose();
}
