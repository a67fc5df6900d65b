using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;

namespace Inference.Contracts.Tests.Tensors;

public sealed class PoolTests
{
    private static readonly Arbitrary<int> Lengths = Gen.Frequency(
        (3, Gen.Choose(0, 100_000)),
        (1, Gen.Elements(0, 1, 255, 256, 257, 4095, 4096, 4097, 65_536, 65_537))).ToArbitrary();

    [Fact]
    public void RentBuffer_AnyLength_IsExactlyThatLongAndAligned() =>
        Prop.ForAll(Lengths, length =>
        {
            var buffer = Tensor.RentBuffer(length);
            var right = buffer.Length == length && buffer.GetSpan().Length == length && buffer.Address % 64 == 0;
            buffer.GetSpan().Fill(0xA5);
            buffer.Release();
            return right;
        }).QuickCheckThrowOnFailure();

    /// <summary>Whoever holds a buffer holds it alone, whatever others rent and return meanwhile.</summary>
    [Fact]
    public void RentBuffer_AnyOrderOfRentAndRelease_NeverHandsTheSameBytesToTwo() =>
        Prop.ForAll(Gen.Choose(-8, 3_000).ArrayOf().ToArbitrary(), steps =>
        {
            var held = new List<(TensorBuffer Buffer, int Mark)>();
            for (var i = 0; i < steps.Length; i++)
            {
                if (steps[i] < 0 && held.Count > 0)
                    Release(held, -steps[i] % held.Count);
                else
                    held.Add((Filled(Math.Abs(steps[i]), i), i));
            }

            var whole = held.TrueForAll(one => IsFilled(one.Buffer, one.Mark));
            while (held.Count > 0)
                Release(held, 0);
            return whole;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void RentBuffer_ManyThreads_NeverHandsTheSameBytesToTwo()
    {
        var broken = 0;

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (var i = 0; i < 3_000; i++)
            {
                var buffer = Filled(700, thread);
                if (!IsFilled(buffer, thread))
                    Interlocked.Increment(ref broken);
                buffer.Release();
            }
        });

        broken.ShouldBe(0);
    }

    [Fact]
    public void RentBuffer_AfterARelease_IsUsedAgain()
    {
        // a size nobody else in these tests asks for
        const int Length = 5 << 20;
        var first = Tensor.RentBuffer(Length);
        var address = first.Address;
        first.Release();

        var second = Tensor.RentBuffer(Length - 1);

        second.Address.ShouldBe(address);
        second.Length.ShouldBe(Length - 1);
        second.Release();
    }

    [Fact]
    public void RentBuffer_MoreThanThePoolKeeps_IsLeftToTheCollector()
    {
        const int Length = 9 << 20;
        var buffers = Enumerable.Range(0, 4).Select(_ => Tensor.RentBuffer(Length)).ToList();
        buffers.ForEach(buffer => buffer.Release());

        var again = Enumerable.Range(0, 4).Select(_ => Tensor.RentBuffer(Length)).ToList();

        again.Count(buffer => buffers.Contains(buffer)).ShouldBe(1);
        again.ForEach(buffer => buffer.Release());
    }

    [Fact]
    public void RentBuffer_ANegativeLength_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => Tensor.RentBuffer(-1));

    private static TensorBuffer Filled(int length, int mark)
    {
        var buffer = Tensor.RentBuffer(length * sizeof(int));
        MemoryMarshal.Cast<byte, int>(buffer.GetSpan()).Fill(mark);
        return buffer;
    }

    private static bool IsFilled(TensorBuffer buffer, int mark) => MemoryMarshal.Cast<byte, int>(buffer.GetSpan()).IndexOfAnyExcept(mark) < 0;

    private static void Release(List<(TensorBuffer Buffer, int Mark)> held, int index)
    {
        held[index].Buffer.Release();
        held.RemoveAt(index);
    }
}
