namespace Inference.Contracts.Tests.Tensors;

public sealed class TensorTests
{
    [Fact]
    public void Rent_AFixedShape_HasRoomForItsElementsAtAnAlignedAddress()
    {
        using var tensor = Tensor.Rent(DataType.Fp64, new Shape(3, 5));

        tensor.Count.ShouldBe(15);
        tensor.Span.Length.ShouldBe(120);
        tensor.Data.Length.ShouldBe(120);
        (tensor.Address % 64).ShouldBe(0);
        tensor.Offsets.IsEmpty.ShouldBeTrue();
        tensor.Writable.Fill(7);
        tensor.Data.Span.IndexOfAnyExcept((byte)7).ShouldBe(-1);
    }

    [Theory]
    [InlineData(DataType.Fp32, new long[] { -1 })]
    [InlineData(DataType.Fp32, new long[] { int.MaxValue })]
    [InlineData(DataType.UInt8, new long[] { 1L << 31 })]
    [InlineData(DataType.Fp32, new long[] { long.MaxValue, 2 })]
    [InlineData(DataType.Bytes, new long[] { 1 })]
    [InlineData(DataType.Str, new long[] { })]
    public void Rent_WhatCannotBeMade_Throws(DataType type, long[] dimensions)
    {
        Tensor.TryMeasure(type, new Shape(dimensions), out _, out _).ShouldBeFalse();
        Should.Throw<ArgumentException>(() => Tensor.Rent(type, new Shape(dimensions)));
    }

    [Fact]
    public void Rent_NoElements_IsEmpty()
    {
        using var tensor = Tensor.Rent(DataType.Int64, new Shape(4, 0));

        tensor.Count.ShouldBe(0);
        tensor.Span.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void FromValues_OfItsSize_IsACopy()
    {
        var values = new[] { 1.5f, float.NaN, -0f };
        using var tensor = Tensor.FromValues<float>(DataType.Fp32, new Shape(3), values);
        values[0] = 9;

        tensor.Values<float>().ToArray().ShouldBe([1.5f, float.NaN, -0f]);
        Should.Throw<ArgumentException>(() => Tensor.FromValues<float>(DataType.Fp32, new Shape(4), values));
    }

    [Fact]
    public void FromStrings_AnyTexts_AreUtf8BetweenOffsets()
    {
        using var tensor = Tensor.FromStrings(new Shape(2, 2), ["", "čšž", "a\0b", "😀"]);

        tensor.Type.ShouldBe(DataType.Bytes);
        tensor.Count.ShouldBe(4);
        tensor.Offsets.ToArray().ShouldBe([0, 0, 6, 9, 13]);
        Enumerable.Range(0, 4).Select(tensor.Text).ShouldBe(["", "čšž", "a\0b", "😀"]);
    }

    [Fact]
    public void FromText_EachSingleType_IsOneValueOfAnyShape()
    {
        using var text = Tensor.FromText(DataType.File, "a/b.png"u8, new Shape(7, 7), "image/png");

        text.Count.ShouldBe(1);
        text.Shape.ShouldBe(new Shape(7, 7));
        text.ContentType.ShouldBe("image/png");
        text.Text().ShouldBe("a/b.png");
        text.Element(0).Length.ShouldBe(7);
        Should.Throw<ArgumentOutOfRangeException>(() => Tensor.FromText(DataType.Bytes, "x"u8));
    }

    [Fact]
    public void Wrap_AShortBuffer_IsRefused()
    {
        var buffer = Tensor.RentBuffer(16);

        Should.Throw<ArgumentException>(() => Tensor.Wrap(DataType.Fp32, new Shape(5), buffer));
        using var tensor = Tensor.Wrap(DataType.Fp32, new Shape(3), buffer);
        tensor.Span.Length.ShouldBe(12);
        tensor.Address.ShouldBe(buffer.Address);
    }

    [Theory]
    [InlineData(new[] { 0, 4, 2 }, 2)]
    [InlineData(new[] { 0, 4, 9 }, 2)]
    [InlineData(new[] { -1, 0, 4 }, 2)]
    [InlineData(new[] { 0, 4 }, 2)]
    [InlineData(new[] { 0, 4, 8 }, -1)]
    public void WrapElements_OffsetsThatLie_AreRefused(int[] offsets, int count)
    {
        var blob = Tensor.RentBuffer(8);

        Should.Throw<ArgumentException>(() => Tensor.WrapElements(new Shape(count), blob, offsets));
        blob.Release();
    }

    [Fact]
    public void Dispose_Twice_GivesTheReferenceBackOnce()
    {
        var buffer = Tensor.RentBuffer(8);
        buffer.Retain();
        var tensor = Tensor.Wrap(DataType.UInt8, new Shape(8), buffer);

        tensor.Dispose();
        tensor.Dispose();

        Should.Throw<ObjectDisposedException>(() => tensor.Span.Length);
        Should.Throw<ObjectDisposedException>(() => tensor.Address);
        buffer.GetSpan().Length.ShouldBe(8);
        buffer.Release();
    }
}
