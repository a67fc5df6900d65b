using FsCheck;
using FsCheck.Fluent;

namespace Inference.Contracts.Tests.Tensors;

public sealed class TensorBufferTests
{
    [Fact]
    public void Release_TheLastReference_FreesOnce() =>
        Prop.ForAll(Gen.Choose(0, 20).ToArbitrary(), more =>
        {
            using var buffer = new CountingBuffer(16);
            for (var i = 0; i < more; i++)
                buffer.Retain();
            for (var i = 0; i < more; i++)
                buffer.Release();
            var before = buffer.Freed;
            buffer.Release();
            return before == 0 && buffer.Freed == 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Release_ManyThreads_FreesOnceAndAfterTheLast()
    {
        const int Threads = 8;
        const int Rounds = 2_000;
        using var buffer = new CountingBuffer(16);
        var early = 0;

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, _ =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                buffer.Retain();
                early += buffer.Freed;
                buffer.Release();
            }
        });

        early.ShouldBe(0);
        buffer.Release();
        buffer.Freed.ShouldBe(1);
    }

    [Fact]
    public void Use_AfterTheLastReference_Throws()
    {
        using var buffer = new CountingBuffer(16);
        buffer.Release();

        Should.Throw<ObjectDisposedException>(() => buffer.GetSpan().Length);
        Should.Throw<ObjectDisposedException>(buffer.Retain);
        Should.Throw<ObjectDisposedException>(buffer.Release).Message.ShouldContain("twice");
        buffer.Freed.ShouldBe(1);
    }

    [Fact]
    public unsafe void Pin_AnyByte_IsItsAddress()
    {
        using var buffer = new CountingBuffer(16);

        using (var pinned = buffer.Pin(5))
            ((nint)pinned.Pointer).ShouldBe(buffer.Address + 5);
        Should.Throw<ArgumentOutOfRangeException>(() => buffer.Pin(17));
        Should.Throw<ArgumentOutOfRangeException>(() => buffer.Pin(-1));
        buffer.Memory.Length.ShouldBe(buffer.Length);
    }

    [Fact]
    public void Dispose_TheOwnerOfTheMemory_LeavesItToTheReferences()
    {
        var buffer = new CountingBuffer(16);

        ((IDisposable)buffer).Dispose();

        buffer.GetSpan().Length.ShouldBe(16);
        buffer.Freed.ShouldBe(0);
    }
}
