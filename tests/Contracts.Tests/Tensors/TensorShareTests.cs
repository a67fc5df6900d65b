namespace Inference.Contracts.Tests.Tensors;

public sealed class TensorShareTests
{
    [Fact]
    public void Share_OfOneDisposedOf_KeepsTheValues()
    {
        var tensor = Tensor.FromValues<float>(DataType.Fp32, new Shape(3), [1, 2, 3]);
        using var share = tensor.Share();

        tensor.Dispose();

        share.Type.ShouldBe(DataType.Fp32);
        share.Shape.ShouldBe(new Shape(3));
        share.Count.ShouldBe(3);
        share.Values<float>().ToArray().ShouldBe([1, 2, 3]);
        Should.Throw<ObjectDisposedException>(() => tensor.Share());
    }

    [Fact]
    public void Share_OfTexts_KeepsTheElements()
    {
        using var whole = Tensor.FromStrings(new Shape(3), ["a", "bc", "d"]);
        using var slice = whole.Slice(1, 2);
        using var share = slice.Share();

        share.Shape.ShouldBe(new Shape(2));
        share.Text(0).ShouldBe("bc");
        share.Text(1).ShouldBe("d");
    }

    [Fact]
    public void Share_OfAFile_KeepsItsContentType()
    {
        using var file = Tensor.FromText(DataType.File, "/tmp/page.png"u8, contentType: "image/png");
        using var share = file.Share();

        share.Text().ShouldBe("/tmp/page.png");
        share.ContentType.ShouldBe("image/png");
    }
}
