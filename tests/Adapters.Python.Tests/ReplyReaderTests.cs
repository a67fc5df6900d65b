using System.Text;
using Inference.Adapters.Python.Exchange;
using Inference.Contracts;
using Inference.Testing;
using Microsoft.Win32.SafeHandles;

namespace Inference.Adapters.Python.Tests;

/// <summary>Whatever a worker sends is a reply or refused; nothing else ever comes of it.</summary>
public sealed class ReplyReaderTests : IDisposable
{
    private const string Error = """{"kind":"raised","type":"ValueError","message":"no","traceback":"trace"}""";
    private const string Hello = """{"ready":{"docstring":"text"}}""";
    private const string Failed = """{"failed":{"type":"ImportError","message":"no","traceback":""}}""";
    private static readonly byte[] Valid =
    [
        .. Entry("a", DataType.Fp32, [2, 1], 0, 0, 8), .. Entry("b", DataType.Bytes, [2], 0, 8, 11), .. Entry("c", DataType.Str, [], 0, 19, 2, "text/plain"),
        .. Entry("d", DataType.Dict, [1], 0, 21, 7), .. Entry("e", DataType.Bool, [2], 0, 28, 2), .. Entry("f", DataType.Int8, [16], 1, 4, 16), .. Entry("g", DataType.File, [], 0, 30, 2),
    ];

    private static readonly byte[] Blob = [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40, 1, 0, 0, 0, (byte)'x', 2, 0, 0, 0, (byte)'y', (byte)'z', .. "é"u8, .. """{"k":1}"""u8, 0, 1, .. "/f"u8];
    private readonly TempFolder folder = new();
    private readonly SafeFileHandle shared;

    public ReplyReaderTests()
    {
        shared = File.OpenHandle(folder["shared"], FileMode.CreateNew, FileAccess.ReadWrite);
        RandomAccess.Write(shared, Enumerable.Range(0, 64).Select(i => (byte)i).ToArray(), 0);
    }

    [Fact]
    public void ReadOutputs_Valid_AreThem()
    {
        var outputs = ReplyReader.ReadOutputs(Valid, Blob, shared);

        outputs.Select(output => output.Name).ShouldBe(["a", "b", "c", "d", "e", "f", "g"]);
        outputs[0].Tensor.Values<float>().ToArray().ShouldBe([1, 2]);
        outputs[0].Tensor.Shape.ShouldBe(new Shape(2, 1));
        outputs[1].Tensor.Text(0).ShouldBe("x");
        outputs[1].Tensor.Text(1).ShouldBe("yz");
        outputs[2].Tensor.Text().ShouldBe("é");
        outputs[2].Tensor.ContentType.ShouldBe("text/plain");
        outputs[3].Tensor.Text().ShouldBe("""{"k":1}""");
        outputs[5].Tensor.Span[0].ShouldBe((byte)4);
        outputs[6].Tensor.Text().ShouldBe("/f");
        outputs.ForEach(static output => output.Tensor.Dispose());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ReadOutputs_WithRandomChanges_AreReadOrRefused(int seed)
    {
        var random = new Random(seed);
        var (taken, refused) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var text = random.Next(4) > 0 ? Change(Valid, random) : Valid;
            var blob = random.Next(2) == 0 ? Change(Blob, random) : Blob;
            try
            {
                foreach (var (name, tensor) in ReplyReader.ReadOutputs(text, blob, shared))
                {
                    name.ShouldNotBeNull();
                    for (var i = 0; i < tensor.Count && tensor.Type >= DataType.Bytes; i++)
                        _ = tensor.Text(i);
                    tensor.Span.Length.ShouldBeLessThanOrEqualTo(64);
                    tensor.Dispose();
                }

                taken++;
            }
            catch (BrokenExchangeException)
            {
                refused++;
            }
        }

        taken.ShouldBeGreaterThan(100);
        refused.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void ReadError_Valid_IsIt() => ReplyReader.ReadError(Encoding.UTF8.GetBytes(Error)).ShouldBe(new FunctionError("raised", "ValueError", "no", "trace"));

    [Fact]
    public void ReadReady_Valid_IsIt()
    {
        ReplyReader.ReadReady(Encoding.UTF8.GetBytes(Hello)).ShouldBe(new Ready("text", Failure: null));
        ReplyReader.ReadReady(Encoding.UTF8.GetBytes(Failed)).Failure!.Summary.ShouldBe("ImportError: no");
    }

    [Theory]
    [InlineData(Error)]
    [InlineData(Hello)]
    [InlineData(Failed)]
    public void ReadText_WithRandomChanges_IsReadOrRefused(string valid)
    {
        var random = new Random(4);
        var refused = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = Change(Encoding.UTF8.GetBytes(valid), random);
            try
            {
                if (valid == Error)
                    _ = ReplyReader.ReadError(text);
                else
                    _ = ReplyReader.ReadReady(text);
            }
            catch (BrokenExchangeException)
            {
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void ReadHeader_OfAnyLengths_IsWithinBoundsOrRefused()
    {
        var random = new Random(5);
        for (var round = 0; round < 10_000; round++)
        {
            var header = new byte[Frame.ReplyHeader];
            random.NextBytes(header.AsSpan(random.Next(4), 1));
            random.NextBytes(header.AsSpan(4 + random.Next(4), 1));
            header[16] = (byte)random.Next(4);
            try
            {
                var head = Frame.ReadHeader(header);
                head.Text.ShouldBeInRange(0, Frame.MostText);
                head.Blob.ShouldBeInRange(0, Frame.MostInline);
                Enum.IsDefined(head.Kind).ShouldBeTrue();
            }
            catch (BrokenExchangeException)
            {
                // most of them
            }
        }
    }

    public void Dispose()
    {
        shared.Dispose();
        folder.Dispose();
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        // what a parser or a bound may stumble over
        byte[][] pieces = ["-1"u8.ToArray(), "9223372036854775807"u8.ToArray(), "99999999999999999999"u8.ToArray(), "1e9"u8.ToArray(), "0.5"u8.ToArray(), "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\"\\ud800\""u8.ToArray(), [0xff], [0], "2147483647"u8.ToArray(), "BYTES"u8.ToArray(), "\\"u8.ToArray()];
        var changed = bytes.ToList();
        for (var change = random.Next(1, 4); change > 0 && changed.Count > 0; change--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(4))
            {
                case 0:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 1:
                    changed.RemoveRange(at, Math.Min(random.Next(1, 12), changed.Count - at));
                    break;
                case 2:
                    changed[at] = "0123456789"u8[random.Next(10)];
                    break;
                default:
                    var digits = changed.FindIndex(at, static value => value is >= (byte)'0' and <= (byte)'9');
                    if (digits >= 0)
                        changed.RemoveAt(digits);
                    changed.InsertRange(digits >= 0 ? digits : at, pieces[random.Next(pieces.Length)]);
                    break;
            }
        }

        return [.. changed];
    }

    private static byte[] Entry(string name, DataType type, long[] shape, byte place, long offset, long length, string media = "")
    {
        using var made = new MemoryStream();
        using var writer = new BinaryWriter(made);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)media.Length);
        writer.Write((byte)type);
        writer.Write((byte)shape.Length);
        writer.Write(Encoding.UTF8.GetBytes(name + media));
        Array.ForEach(shape, writer.Write);
        writer.Write(place);
        writer.Write(offset);
        writer.Write(length);
        return made.ToArray();
    }
}
