using System.Buffers;
using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.Predict;

namespace Inference.InferenceHost.Tests.Protocols;

public sealed class WriterTests
{
    private static readonly NamedTensor[] Outputs =
    [
        new("label", Tensor.FromValues<long>(DataType.Int64, new Shape(1), [long.MinValue])),
        new("p", Tensor.FromValues<float>(DataType.Fp32, new Shape(1, 5), [0.1f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity])),
        new("ok", Tensor.FromValues<byte>(DataType.Bool, Shape.Scalar, [1])),
        new("t", Tensor.FromStrings(new Shape(2), ["a\"\\\u0001\n", "é"])),
        new("none", Tensor.FromValues<double>(DataType.Fp64, new Shape(0, 3), [])),
    ];

    private static readonly NamedTensor[] Texts =
    [
        new("s", Tensor.FromText(DataType.Str, "a\tb"u8)),
        new("d", Tensor.FromText(DataType.Dict, """{"a": 1}"""u8, new Shape(2), "application/x")),
    ];

    [Fact]
    public void WritePredict_Outputs_AsTheContractSays() => Predict(Outputs).ShouldBe(
        """{"outputs":[{"name":"label","datatype":"INT64","shape":[1],"data":[-9223372036854775808]},"""
        + """{"name":"p","datatype":"FP32","shape":[1,5],"data":[0.1,-0,"NaN","Infinity","-Infinity"]},"""
        + """{"name":"ok","datatype":"BOOL","shape":[],"data":[true]},"""
        + """{"name":"t","datatype":"BYTES","shape":[2],"data":["a\"\\\u0001\n","é"]},"""
        + """{"name":"none","datatype":"FP64","shape":[0,3],"data":[]}]}""");

    [Fact]
    public void WritePredict_TextsOfThePlatform_AreBare() => Predict([.. Texts, new("f", Tensor.FromText(DataType.File, "g/f"u8, contentType: "image/png"))]).ShouldBe(
        """{"outputs":[{"name":"s","datatype":"str","shape":[],"data":"a\tb"},{"name":"d","datatype":"dict","shape":[2],"data":{"a": 1},"content_type":"application/x"},"""
        + """{"name":"f","datatype":"FILE","shape":[],"data":"g/f","content_type":"image/png"}]}""");

    [Fact]
    public void WriteInfer_JsonAndBinaryMixed_SaysTheSizeOfWhatFollows()
    {
        RequestedOutput[] requested = [new("label"), new("t")];
        var forms = new OutputForms(isBinary: false, requested, [new OutputForm(IsBinary: true), new OutputForm(IsBinary: true)]);
        var writer = new ArrayBufferWriter<byte>();

        InferWriter.Write(writer, "digits", "1", "r-1", Outputs, forms).ShouldBeNull();

        Encoding.UTF8.GetString(writer.WrittenSpan).ShouldBe(
            """{"model_name":"digits","model_version":"1","id":"r-1","outputs":[{"name":"label","datatype":"INT64","shape":[1],"parameters":{"binary_data_size":8}},"""
            + """{"name":"p","datatype":"FP32","shape":[1,5],"data":[0.1,-0,"NaN","Infinity","-Infinity"]},{"name":"ok","datatype":"BOOL","shape":[],"data":[true]},"""
            + """{"name":"t","datatype":"BYTES","shape":[2],"parameters":{"binary_data_size":15}},{"name":"none","datatype":"FP64","shape":[0,3],"data":[]}]}""");
        InferWriter.BinaryLength(Outputs, forms).ShouldBe(23);
        writer.ResetWrittenCount();
        InferWriter.WriteBinary(writer, Outputs, forms);
        writer.WrittenSpan.ToArray().ShouldBe([0, 0, 0, 0, 0, 0, 0, 0x80, 5, 0, 0, 0, 97, 34, 92, 1, 10, 2, 0, 0, 0, 0xC3, 0xA9]);
    }

    [Fact]
    public void WriteInfer_TextsOfThePlatform_AreBytesWithAMediaType()
    {
        var writer = new ArrayBufferWriter<byte>();

        InferWriter.Write(writer, "m", "1", id: null, Texts, OutputForms.Json).ShouldBeNull();

        Encoding.UTF8.GetString(writer.WrittenSpan).ShouldBe(
            """{"model_name":"m","model_version":"1","outputs":[{"name":"s","datatype":"BYTES","shape":[1],"parameters":{"content_type":"text/plain"},"data":["a\tb"]},"""
            + """{"name":"d","datatype":"BYTES","shape":[1],"parameters":{"content_type":"application/x"},"data":["{\"a\": 1}"]}]}""");
        InferWriter.BinaryLength(Texts, OutputForms.Binary).ShouldBe(4 + 3 + 4 + 8);
    }

    [Fact]
    public void Write_BytesThatAreNoText_IsAnErrorBeforeAnythingIsWritten()
    {
        var blob = Tensor.RentBuffer(3);
        ((byte[])[0x61, 0xFF, 0xFE]).CopyTo(blob.GetSpan());
        NamedTensor[] outputs = [Outputs[0], new("b", Tensor.WrapElements(new Shape(2), blob, [0, 1, 3]))];
        var writer = new ArrayBufferWriter<byte>();

        var predict = PredictWriter.Write(writer, outputs).ShouldNotBeNull();
        var infer = InferWriter.Write(writer, "m", "1", null, outputs, OutputForms.Json).ShouldNotBeNull();

        writer.WrittenCount.ShouldBe(0);
        predict.Code.ShouldBe(ErrorCode.InvalidOutput);
        predict.Message.ShouldBe("outputs[1].data: output 'b': element 1 is not valid UTF-8, which JSON cannot hold");
        infer.Code.ShouldBe(ErrorCode.InvalidInput);
        infer.Message.ShouldBe("outputs[1]: output 'b': element 1 is not valid UTF-8, which JSON cannot hold; ask for it with the parameter binary_data: true");
        InferWriter.Write(writer, "m", "1", null, outputs, OutputForms.Binary).ShouldBeNull();
    }

    [Theory]
    [InlineData("[1]", "outputs[0].data: output 'd': expected the JSON text of an object")]
    [InlineData("{\"a\":NaN}", "outputs[0].data: output 'd': expected the JSON text of an object: malformed JSON at byte 5: expected a value, found 'N'")]
    [InlineData("{} {}", "outputs[0].data: output 'd': expected the JSON text of an object: malformed JSON at byte 3: expected nothing after the document, found '{'")]
    public void WritePredict_ADictThatIsNone_IsAnError(string json, string message)
    {
        var writer = new ArrayBufferWriter<byte>();

        PredictWriter.Write(writer, [new NamedTensor("d", Tensor.FromText(DataType.Dict, json.Utf8()))]).ShouldNotBeNull().Message.ShouldBe(message);
        writer.WrittenCount.ShouldBe(0);
    }

    [Fact]
    public void WriteInfer_AFile_IsNotServedYet() =>
        InferWriter.Write(new ArrayBufferWriter<byte>(), "m", "1", null, [new NamedTensor("f", Tensor.FromText(DataType.File, "a"u8))], OutputForms.Json)
            .ShouldNotBeNull().Code.ShouldBe(ErrorCode.NotSupported);

    [Fact]
    public void Write_IntoSmallChunks_IsTheSame()
    {
        var values = Enumerable.Range(0, 5_000).Select(i => MathF.Sqrt(i) * (i % 2 == 0 ? 1 : -1e-20f)).ToArray();
        NamedTensor[] outputs = [.. Outputs, new(new string('é', 3_000), Tensor.FromValues<float>(DataType.Fp32, new Shape(5_000), values)), new("s", Tensor.FromStrings(new Shape(1), [new string('"', 3_000)]))];
        var writer = new ChunkedWriter();

        PredictWriter.Write(writer, outputs).ShouldBeNull();

        Encoding.UTF8.GetString(writer.Written).ShouldBe(Predict(outputs));
        writer.LargestChunk.ShouldBeLessThan(1_024);
    }

    [Fact]
    public void Write_ALargeOutput_AllocatesNothing()
    {
        NamedTensor[] outputs = [new("x", Tensor.FromValues<float>(DataType.Fp32, new Shape(10_000), Enumerable.Range(0, 10_000).Select(i => i / 7f).ToArray())), Outputs[3]];
        var writer = new ArrayBufferWriter<byte>(1 << 20);
        InferWriter.Write(writer, "m", "1", "id", outputs, OutputForms.Json);
        writer.ResetWrittenCount();
        var before = GC.GetAllocatedBytesForCurrentThread();

        InferWriter.Write(writer, "m", "1", "id", outputs, OutputForms.Json);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void WriteProblem_AnError_IsAProblemDocument()
    {
        var error = new InferenceError(ErrorCode.InvalidInput, "two things", new ErrorDetail("inputs[0].data", "expected \"3\""), new ErrorDetail("", "x\u0001\ud800y"));
        var writer = new ArrayBufferWriter<byte>();

        ProblemWriter.Write(writer, error, 400, "Bad Request", "r-1");

        Encoding.UTF8.GetString(writer.WrittenSpan).ShouldBe(
            """{"type":"about:blank","title":"Bad Request","status":400,"detail":"two things","errors":[{"path":"inputs[0].data","message":"expected \"3\""},"""
            + """{"path":"","message":"x\u0001�y"}],"request_id":"r-1"}""");
    }

    [Fact]
    public void WriteError_AnError_IsTheProtocolsObject()
    {
        var writer = new ArrayBufferWriter<byte>();

        ErrorWriter.Write(writer, new InferenceError(ErrorCode.ModelNotReady, "loading"), requestId: null);
        ErrorWriter.Write(writer, InferenceError.At(ErrorCode.InvalidInput, "id", "no"), "r");

        Encoding.UTF8.GetString(writer.WrittenSpan).ShouldBe(
            """{"error":"loading","code":"model_not_ready"}{"error":"id: no","code":"invalid_input","details":[{"path":"id","message":"no"}],"request_id":"r"}""");
    }

    private static string Predict(IReadOnlyList<NamedTensor> outputs)
    {
        var writer = new ArrayBufferWriter<byte>();
        PredictWriter.Write(writer, outputs).ShouldBeNull();
        return Encoding.UTF8.GetString(writer.WrittenSpan);
    }
}
