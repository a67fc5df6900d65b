using System.Runtime.InteropServices;
using Inference.Adapters.Onnx.Runtime;

namespace Inference.Adapters.Onnx.Tests.Runtime;

[Collection(nameof(Alone))]
public sealed class NativeHeapTests
{
    private const long Megabyte = 1 << 20;

    // below what the C library gives back by itself, block by block
    private const int Block = 100 << 10;

    [Fact]
    public void TrimWhereMuchIsFree_MuchWasFreed_IsGivenBack()
    {
        var blocks = Enumerable.Range(0, 2000).Select(_ => Touched()).ToArray();

        // the last stays: below it, the heap does not shrink
        foreach (var block in blocks[..^1])
            Marshal.FreeHGlobal(block);
        var before = ProcessFigures.ResidentBytes();
        NativeHeap.FreeBytes.ShouldBeGreaterThan(150 * Megabyte);

        NativeHeap.TrimWhereMuchIsFree();

        (before - ProcessFigures.ResidentBytes()).ShouldBeGreaterThan(150 * Megabyte);
        Marshal.FreeHGlobal(blocks[^1]);
    }

    private static nint Touched()
    {
        var block = Marshal.AllocHGlobal(Block);
        for (var offset = 0; offset < Block; offset += 4096)
            Marshal.WriteByte(block, offset, 1);
        return block;
    }
}
