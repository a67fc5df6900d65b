using FsCheck;
using FsCheck.Fluent;
using InferenceHost.Protocols;

namespace Inference.InferenceHost.Tests.Protocols;

public sealed class PooledWriterTests
{
    [Fact]
    public void Write_AnyPieces_AreOneBehindTheOther() => Prop.ForAll(Gen.Choose(-1, 9_000).ArrayOf().ToArbitrary(), pieces =>
    {
        using var writer = new PooledWriter();
        var expected = new List<byte>();
        foreach (var piece in pieces)
        {
            if (piece < 0)
            {
                writer.Clear();
                expected.Clear();
                continue;
            }

            var bytes = Enumerable.Range(0, piece).Select(i => (byte)(i + piece)).ToArray();
            if (piece % 2 == 0)
                bytes.CopyTo(writer.GetSpan(piece));
            else
                bytes.CopyTo(writer.GetMemory(piece));
            writer.Advance(piece);
            expected.AddRange(bytes);
        }

        return writer.Length == expected.Count && writer.Written.Span.SequenceEqual(expected.ToArray());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void GetSpan_NothingAsked_HasRoom()
    {
        using var writer = new PooledWriter();

        writer.GetSpan().IsEmpty.ShouldBeFalse();
        writer.GetMemory().IsEmpty.ShouldBeFalse();
        writer.Length.ShouldBe(0);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Advance_BeyondTheRoom_Throws(int count)
    {
        using var writer = new PooledWriter();
        writer.GetSpan(10);

        Should.Throw<ArgumentOutOfRangeException>(() => writer.Advance(count));
    }

    [Fact]
    public void Dispose_AndUseAgain_StartsEmpty()
    {
        var writer = new PooledWriter();
        writer.GetSpan(5);
        writer.Advance(5);
        writer.Dispose();
        writer.Dispose();

        writer.Written.IsEmpty.ShouldBeTrue();
        writer.GetSpan(1)[0] = 7;
        writer.Advance(1);
        writer.Written.ToArray().ShouldBe([7]);
        writer.Dispose();
    }
}
