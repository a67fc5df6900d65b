using System.Runtime.CompilerServices;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Running;

/// <summary>Memory that ONNX Runtime reads an input from, or writes an output to, in run after run. Lent out with one reference; the last one tells whoever lends it.</summary>
internal sealed unsafe class BoundBuffer : TensorBuffer
{
    private readonly byte[] memory;
    private readonly Action freed;

    private BoundBuffer(byte[] memory, byte* aligned, int length, Action freed)
        : base(aligned, length)
    {
        this.memory = memory;
        this.freed = freed;
    }

    /// <param name="length">Bytes.</param>
    /// <param name="freed">Called with the last reference, each time that it was lent.</param>
    public static BoundBuffer Allocate(int length, Action freed)
    {
        // where vectorised kernels like it best, as all tensors do
        const int Alignment = 64;
        var memory = GC.AllocateUninitializedArray<byte>(length + Alignment, pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref memory[0]);
        return new BoundBuffer(memory, (byte*)((start + Alignment - 1) & ~(nuint)(Alignment - 1)), length, freed);
    }

    /// <summary>Gives it one reference again.</summary>
    public void Lend() => Revive(Length);

    protected override void Free() => freed();
}
