using System.Runtime.InteropServices;

namespace Inference.Contracts.Tests.Tensors;

/// <summary>Native memory, as an adapter would bring it, that counts how often it is freed.</summary>
internal sealed unsafe class CountingBuffer(int length) : TensorBuffer((byte*)NativeMemory.AllocZeroed((nuint)length), length)
{
    private int freed;

    public int Freed => Volatile.Read(ref freed);

    protected override void Free()
    {
        if (Interlocked.Increment(ref freed) == 1)
            NativeMemory.Free((void*)Address);
    }
}
