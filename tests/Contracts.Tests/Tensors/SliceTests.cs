using FsCheck;
using FsCheck.Fluent;

namespace Inference.Contracts.Tests.Tensors;

/// <summary>A slice of a slice of a tensor, whatever its type and shape, holds exactly the rows that plain lists would.</summary>
public sealed class SliceTests
{
    private static readonly Arbitrary<Cut> Cuts = (
        from rows in Gen.Choose(0, 6)
        from columns in Gen.Choose(0, 4)
        from first in Gen.Choose(0, rows)
        from count in Gen.Choose(0, rows - first)
        from innerFirst in Gen.Choose(0, count)
        from innerCount in Gen.Choose(0, count - innerFirst)
        select new Cut(rows, columns, first, count, innerFirst, innerCount)).ToArbitrary();

    [Fact]
    public void HeldBytes_OfASlice_AreThoseOfTheWhole()
    {
        using var whole = Tensor.Rent(DataType.Fp32, new Shape(1000, 10));
        using var slice = whole.Slice(3, 1);
        using var texts = Tensor.FromStrings(new Shape(100), Enumerable.Repeat("", 100).ToArray());

        slice.HeldBytes.ShouldBe(whole.HeldBytes);
        whole.HeldBytes.ShouldBeGreaterThanOrEqualTo(40_000);
        texts.HeldBytes.ShouldBeGreaterThanOrEqualTo(400);
    }

    [Fact]
    public void Slice_FixedSizeElements_HoldsThoseRows() =>
        Prop.ForAll(Cuts, cut =>
        {
            var values = Enumerable.Range(0, cut.Rows * cut.Columns).ToArray();
            using var tensor = Tensor.FromValues<int>(DataType.Int32, new Shape(cut.Rows, cut.Columns), values);
            using var outer = tensor.Slice(cut.First, cut.Count);
            using var inner = outer.Slice(cut.InnerFirst, cut.InnerCount);
            return inner.Shape == new Shape(cut.InnerCount, cut.Columns) && inner.Count == cut.InnerCount * cut.Columns
                && inner.Values<int>().SequenceEqual(cut.Expected(values)) && inner.Data.Length == inner.Count * sizeof(int);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Slice_Texts_HoldsThoseRows() =>
        Prop.ForAll(Cuts, cut =>
        {
            var values = Enumerable.Range(0, cut.Rows * cut.Columns).Select(i => new string('ž', i % 3) + i).ToArray();
            using var tensor = Tensor.FromStrings(new Shape(cut.Rows, cut.Columns), values);
            using var outer = tensor.Slice(cut.First, cut.Count);
            using var inner = outer.Slice(cut.InnerFirst, cut.InnerCount);
            return inner.Count == cut.InnerCount * cut.Columns && inner.Offsets.Length == inner.Count + 1
                && Enumerable.Range(0, inner.Count).Select(inner.Text).SequenceEqual(cut.Expected(values));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Slice_TheOriginDisposedOf_KeepsTheMemory()
    {
        var buffer = Tensor.RentBuffer(8);
        var tensor = Tensor.Wrap(DataType.UInt8, new Shape(8), buffer);
        tensor.Writable.Fill(3);
        var slice = tensor.Slice(2, 3);

        tensor.Dispose();

        slice.Span.ToArray().ShouldBe([3, 3, 3]);
        slice.Address.ShouldBe(buffer.Address + 2);
        slice.Dispose();
        Should.Throw<ObjectDisposedException>(() => buffer.GetSpan().Length);
    }

    [Fact]
    public void Slice_ASingleValue_Throws()
    {
        using var tensor = Tensor.FromText(DataType.Str, "x"u8, new Shape(1));

        Should.Throw<InvalidOperationException>(() => tensor.Slice(0, 1)).Message.ShouldContain("no rows");
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 4)]
    [InlineData(3, 1)]
    [InlineData(1, int.MaxValue)]
    public void Slice_RowsThatAreNotThere_Throws(int first, int rows)
    {
        using var tensor = Tensor.Rent(DataType.UInt8, new Shape(3, 2));

        Should.Throw<ArgumentOutOfRangeException>(() => tensor.Slice(first, rows));
    }

    [Fact]
    public void Slice_AScalar_Throws()
    {
        using var tensor = Tensor.Rent(DataType.Fp32, Shape.Scalar);

        Should.Throw<InvalidOperationException>(() => tensor.Slice(0, 0)).Message.ShouldContain("no rows");
    }

    private sealed record Cut(int Rows, int Columns, int First, int Count, int InnerFirst, int InnerCount)
    {
        public T[] Expected<T>(T[] values) => [.. values.Skip((First + InnerFirst) * Columns).Take(InnerCount * Columns)];
    }
}
