using Inference.Contracts;

namespace Inference.Adapters.Onnx.Running;

/// <summary>Memory that ONNX Runtime writes an output to in run after run. Lent out with one reference; the last one tells whoever lends it.</summary>
/// <param name="memory">Taken over, until <see cref="GiveBack"/>.</param>
/// <param name="freed">Called with the last reference, each time that it was lent.</param>
internal sealed unsafe class BoundBuffer(TensorBuffer memory, Action freed) : TensorBuffer((byte*)memory.Address, memory.Length)
{
    /// <summary>Gives it one reference again.</summary>
    public void Lend() => Revive(Length);

    /// <summary>Gives the memory back; not while it is lent.</summary>
    public void GiveBack() => memory.Release();

    protected override void Free() => freed();
}
