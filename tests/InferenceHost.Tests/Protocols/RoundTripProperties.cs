using System.Buffers;
using System.Text.Json;
using Inference.Contracts;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.Predict;

namespace Inference.InferenceHost.Tests.Protocols;

/// <summary>What the writers write the readers read, bit for bit: an answer's outputs are a request's inputs.</summary>
public sealed class RoundTripProperties
{
    public static TheoryData<DataType> Types => [.. Enum.GetValues<DataType>().Where(type => type <= DataType.Bytes)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Write_RandomTensors_ComeBackBitForBit(DataType type)
    {
        var random = new Random(70 + (int)type);
        for (var i = 0; i < 300; i++)
        {
            using var tensor = RandomTensor(random, type);
            NamedTensor[] outputs = [new("näme \"\\\n", tensor)];

            var predict = new ArrayBufferWriter<byte>();
            PredictWriter.Write(predict, outputs).ShouldBeNull();
            using (var body = Requests.Predict(AsRequest(predict)).ShouldBeRead())
                ShouldBeSame(body.Inputs.Single(), outputs[0]);

            foreach (var forms in new[] { OutputForms.Json, OutputForms.Binary })
            {
                var infer = new ArrayBufferWriter<byte>();
                InferWriter.Write(infer, "m", "1", "id", outputs, forms).ShouldBeNull();
                var json = AsRequest(infer);
                infer.ResetWrittenCount();
                InferWriter.WriteBinary(infer, outputs, forms);
                infer.WrittenCount.ShouldBe((int)InferWriter.BinaryLength(outputs, forms));
                using var body = Requests.Infer([.. json, .. infer.WrittenSpan], json.Length).ShouldBeRead();
                body.Id.ShouldBe("id");
                ShouldBeSame(body.Inputs.Single(), outputs[0]);
            }
        }
    }

    [Fact]
    public void Write_EveryHalfAndEveryBf16_ComesBackBitForBit()
    {
        var bits = Enumerable.Range(0, 1 << 16).Select(i => (ushort)i).ToArray();
        foreach (var (type, infinity) in new[] { (DataType.Fp16, 0x7C00), (DataType.Bf16, 0x7F80) })
        {
            // a NaN's payload is lost
            var numbers = bits.Where(value => (value & 0x7FFF) <= infinity).ToArray();
            using var tensor = Tensor.FromValues<ushort>(type, new Shape(numbers.Length), numbers);
            var writer = new ArrayBufferWriter<byte>();
            PredictWriter.Write(writer, [new NamedTensor("x", tensor)]).ShouldBeNull();
            using var body = PredictReader.Read(new ReadOnlySequence<byte>(AsRequest(writer)), Signature.Unknown).ShouldBeRead();
            body.Inputs[0].Tensor.Span.SequenceEqual(tensor.Span).ShouldBeTrue(type.ToString());
        }
    }

    private static byte[] AsRequest(ArrayBufferWriter<byte> answer)
    {
        // any other reader takes it as well
        using var document = JsonDocument.Parse(answer.WrittenMemory);
        return System.Text.Encoding.UTF8.GetString(answer.WrittenSpan).Replace("\"outputs\":", "\"inputs\":").Utf8();
    }

    private static void ShouldBeSame(NamedTensor actual, NamedTensor expected)
    {
        actual.Name.ShouldBe(expected.Name);
        actual.Tensor.Type.ShouldBe(expected.Tensor.Type);
        actual.Tensor.Shape.ShouldBe(expected.Tensor.Shape);
        actual.Tensor.Count.ShouldBe(expected.Tensor.Count);
        if (expected.Tensor.Type.IsFixedSize())
            actual.Tensor.Span.SequenceEqual(expected.Tensor.Span).ShouldBeTrue();
        for (var i = 0; i < expected.Tensor.Count && !expected.Tensor.Type.IsFixedSize(); i++)
            actual.Tensor.Element(i).SequenceEqual(expected.Tensor.Element(i)).ShouldBeTrue();
    }

    private static Tensor RandomTensor(Random random, DataType type)
    {
        var shape = new Shape([.. Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(5))]);
        shape.TryCountElements(out var count);
        if (type == DataType.Bytes)
            return Tensor.FromStrings(shape, [.. Enumerable.Range(0, (int)count).Select(_ => RandomText(random))]);
        var tensor = Tensor.Rent(type, shape);
        random.NextBytes(tensor.Writable);
        Legalise(tensor, random);
        return tensor;
    }

    /// <summary>BOOL is 0 or 1; of the NaNs only the one that is read.</summary>
    private static void Legalise(Tensor tensor, Random random)
    {
        var size = tensor.Type.ElementSize();
        for (var i = 0; i < tensor.Count; i++)
        {
            var element = tensor.Writable.Slice(i * size, size);
            if (tensor.Type == DataType.Bool)
                element[0] &= 1;
            else if (tensor.Type == DataType.Fp16 && Half.IsNaN(BitConverter.ToHalf(element)))
                BitConverter.TryWriteBytes(element, (Half)double.NaN);
            else if (tensor.Type == DataType.Bf16 && (BitConverter.ToUInt16(element) & 0x7FFF) > 0x7F80)
                BitConverter.TryWriteBytes(element, (ushort)0xFFC0);
            else if (tensor.Type == DataType.Fp32 && float.IsNaN(BitConverter.ToSingle(element)))
                BitConverter.TryWriteBytes(element, (float)double.NaN);
            else if (tensor.Type == DataType.Fp64 && double.IsNaN(BitConverter.ToDouble(element)))
                BitConverter.TryWriteBytes(element, double.NaN);
            else if (random.Next(8) == 0)
                element.Clear();
        }
    }

    private static string RandomText(Random random) => string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(5) switch
    {
        0 => "\"",
        1 => "\\",
        2 => ((char)random.Next(0x20)).ToString(),
        3 => char.ConvertFromUtf32(random.Next(0x10000, 0x10FFFF)),
        _ => ((char)random.Next(0x20, 0xD7FF)).ToString(),
    }));
}
