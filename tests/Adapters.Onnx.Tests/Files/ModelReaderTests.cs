using FsCheck;
using FsCheck.Fluent;
using Inference.Adapters.Onnx.Files;

namespace Inference.Adapters.Onnx.Tests.Files;

public sealed class ModelReaderTests
{
    private static readonly byte[][] Models = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Models"), "*.onnx").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    [Fact]
    public void Read_AnyBytes_IsAModelOrRefused() =>
        Prop.ForAll<byte[]>(bytes => IsReadOrRefused(bytes)).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Read_DamagedModel_IsAModelOrRefused()
    {
        var damaged =
            from model in Gen.Elements(Models)
            from position in Gen.Choose(0, model.Length - 1)
            from value in Gen.Choose(0, 255)
            from length in Gen.Frequency((3, Gen.Constant(model.Length)), (1, Gen.Choose(0, model.Length)))
            select Damage(model, position, (byte)value)[..length];

        Prop.ForAll(damaged.ToArbitrary(), IsReadOrRefused).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }

    [Fact]
    public void Read_NestedWithoutEnd_IsRefused()
    {
        // a graph in an attribute of a node in a graph, and so on
        byte[] nested = [];
        for (var level = 0; level < 200; level++)
            nested = Field(1, Field(5, Field(6, nested)));

        Should.Throw<InvalidDataException>(() => Read(Field(7, nested))).Message.ShouldContain("nested");
    }

    [Fact]
    public void Read_TextOfManyMegabytes_IsRefused()
    {
        var name = new byte[(1 << 20) + 1];

        Should.Throw<InvalidDataException>(() => Read(Field(7, Field(11, Field(1, name)))));
    }

    [Theory]
    [InlineData(new byte[] { 0x3a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 })]
    [InlineData(new byte[] { 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 })]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0x0b })]
    [InlineData(new byte[] { 0x09, 1, 2, 3 })]
    [InlineData(new byte[] { 0x0d, 1, 2 })]
    [InlineData(new byte[] { 0x3a, 0x05, 0x08 })]
    public void Read_NumbersThatMakeNoSense_AreRefused(byte[] bytes) => Should.Throw<InvalidDataException>(() => Read(bytes));

    [Fact]
    public void Read_FieldsNobodyKnows_ArePassedOver()
    {
        byte[] unknown = [.. Field(99, [1, 2, 3]), 0xf9, 0x07, 1, 2, 3, 4, 5, 6, 7, 8, 0xfd, 0x07, 1, 2, 3, 4, 0xf8, 0x07, 0x80, 0x01];

        var model = Read([.. unknown, .. Field(7, [.. unknown, .. Field(11, [.. unknown, .. Field(1, "x"u8.ToArray())])])]);

        model.HasGraph.ShouldBeTrue();
        model.Inputs.Single().Name.ShouldBe("x");
    }

    [Fact]
    public void Read_ClassLabelsPacked_AreRead()
    {
        byte[] attribute = [.. Field(1, "classlabels_int64s"u8.ToArray()), .. Field(8, [1, 0xac, 0x02])];
        byte[] node = [.. Field(2, "p"u8.ToArray()), .. Field(4, "ZipMap"u8.ToArray()), .. Field(5, attribute)];

        Read(Field(7, Field(1, node))).ZipMaps["p"].ShouldBe(["1", "300"]);
    }

    [Fact]
    public void Read_TensorsInEveryPlace_AreSeen()
    {
        // sparse initializers, sparse attributes, lists of tensors and graphs, training graphs
        byte[] tensor = Field(13, [.. Field(1, "location"u8.ToArray()), .. Field(2, "file"u8.ToArray())]);
        byte[] sparse = [.. Field(1, tensor), .. Field(2, tensor)];
        byte[] attribute = [.. Field(5, tensor), .. Field(10, tensor), .. Field(22, sparse), .. Field(23, sparse), .. Field(11, Field(15, sparse))];
        byte[] graph = Field(1, Field(5, attribute));

        Read([.. Field(7, graph), .. Field(20, [.. Field(1, graph), .. Field(2, graph)]), .. Field(25, [.. Field(7, Field(5, attribute)), .. Field(11, attribute)])])
            .ExternalTensors.Count.ShouldBe(8 * 5);
    }

    private static byte[] Field(int number, byte[] content) => [.. Varint((uint)((number << 3) | 2)), .. Varint((uint)content.Length), .. content];

    private static IEnumerable<byte> Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }

    private static byte[] Damage(byte[] model, int position, byte value)
    {
        var copy = (byte[])model.Clone();
        copy[position] = value;
        return copy;
    }

    private static bool IsReadOrRefused(byte[] bytes)
    {
        try
        {
            Read(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            // refused
        }

        return true;
    }

    private static ModelDescription Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ModelReader.Read(stream);
    }
}
