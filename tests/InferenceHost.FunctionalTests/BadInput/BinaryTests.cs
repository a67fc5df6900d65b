using System.Text;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.BadInput;

/// <summary>Lengths that lie, and bytes that are not what they are said to be, in the binary tensor extension.</summary>
public sealed class BinaryTests(ModelsHost host)
{
    private const string Echo = "/v2/models/echo-fp32/infer";
    private const string Head = """{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"parameters":{"binary_data_size":8}}]}""";

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("+91")]
    [InlineData("9.0")]
    [InlineData("1e2")]
    [InlineData("0x5b")]
    [InlineData("99999999999999999999")]
    [InlineData("2147483648")]
    [InlineData("1000")]
    [InlineData("9")]
    [InlineData("1")]
    [InlineData("90")]
    [InlineData("95")]
    [InlineData("99")]
    [InlineData("91, 91")]
    public async Task HeaderLength_Lies_Is400(string length)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(Head), .. BinaryBody.Of(1f, 2f)];
        body.Length.ShouldBe(99);
        (await BinaryBody.PostWith(Echo, length, body).SendAsync(host.Internal)).Status.ShouldBe(400);
        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task HeaderLength_Right_IsServed() =>
        (await BinaryBody.Post(Echo, Head, BinaryBody.Of(1f, 2f)).SendAsync(host.Internal)).Data<float>("y").ShouldBe([1f, 2f]);

    [Fact]
    public async Task HeaderLength_Twice_Is400() =>
        (await BinaryBody.Post(Echo, Head, BinaryBody.Of(1f, 2f)).With(BinaryBody.LengthHeader, "5").SendAsync(host.Internal)).Status.ShouldBe(400);

    [Theory]
    [InlineData("7", "inputs[0]")]
    [InlineData("0", "inputs[0]")]
    [InlineData("9", "inputs[0]")]
    [InlineData("-8", "inputs[0].parameters.binary_data_size")]
    [InlineData("9223372036854775807", "inputs[0]")]
    [InlineData("9223372036854775808", "inputs[0].parameters.binary_data_size")]
    [InlineData("8.5", "inputs[0].parameters.binary_data_size")]
    [InlineData("\"8\"", "inputs[0].parameters.binary_data_size")]
    [InlineData("null", "inputs[0].parameters.binary_data_size")]
    [InlineData("[8]", "inputs[0].parameters.binary_data_size")]
    public async Task BinaryDataSize_Lies_Is400AndNamesTheInput(string size, string path)
    {
        var answer = await BinaryBody.Post(Echo, Head.Replace(":8}", $":{size}}}"), BinaryBody.Of(1f, 2f)).SendAsync(host.Internal);
        answer.Status.ShouldBe(400, answer.Text);
        if (size is not ("7" or "0"))
            answer.ShouldName(400, "details", path);
        await host.ShouldBeServedAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(100_000)]
    public async Task Tensors_MoreOrFewerBytes_Is400(int bytes)
    {
        (await BinaryBody.Post(Echo, Head, new byte[bytes]).SendAsync(host.Internal)).Status.ShouldBe(400);
        await host.ShouldBeServedAsync();
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"data":[1,2],"parameters":{"binary_data_size":8}}]}""", "inputs[0]")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[3],"parameters":{"binary_data_size":8}}]}""", "inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[2],"parameters":{"binary_data_size":8}}]}""", "inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP64","shape":[1],"parameters":{"binary_data_size":8}}]}""", "inputs[0].datatype")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[4611686018427387904],"parameters":{"binary_data_size":8}}]}""", "inputs[0].data")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[-2],"parameters":{"binary_data_size":8}}]}""", "inputs[0].shape")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"parameters":{"binary_data_size":4,"binary_data_size":8}}]}""", "inputs[0].parameters")]
    public async Task Head_DoesNotFitTheBytes_Is400AndNamesThePlace(string head, string path)
    {
        (await BinaryBody.Post(Echo, head, BinaryBody.Of(1f, 2f)).SendAsync(host.Internal)).ShouldName(400, "details", path);
        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task SharedMemory_Is400AndSaysNotServed()
    {
        var answer = await host.InferAsync("echo-fp32", """{"inputs":[{"name":"x","datatype":"FP32","shape":[2],"parameters":{"shared_memory_region":"r","shared_memory_byte_size":8}}]}""");
        answer.ShouldName(400, "details", "inputs[0].parameters");
        answer.Json.GetProperty("code").GetString().ShouldBe("not_supported");
    }

    [Theory]
    [InlineData(new byte[] { 3, 0, 0, 0, 65 })]
    [InlineData(new byte[] { 255, 255, 255, 255, 65 })]
    [InlineData(new byte[] { 1, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 65, 1, 0, 0, 0, 65 })]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 0, 128 })]
    public async Task BytesElement_LengthLies_Is400AndNamesTheInput(byte[] bytes)
    {
        var head = $$$"""{"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":{{{bytes.Length}}}}}]}""";
        (await BinaryBody.Post("/v2/models/echo-bytes/infer", head, bytes).SendAsync(host.Internal)).ShouldName(400, "details", "inputs[0].data");
        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Bool_ByteOf2_Is400AndNamesTheElement() =>
        (await BinaryBody.Post("/v2/models/echo-bool/infer", """{"inputs":[{"name":"x","datatype":"BOOL","shape":[3],"parameters":{"binary_data_size":3}}]}""", [1, 0, 2]).SendAsync(host.Internal))
            .ShouldName(400, "details", "inputs[0].data[2]");

    [Theory]
    [InlineData("digits", 255, "inputs[0].data")]
    [InlineData("digits", 257, "inputs[0].data")]
    [InlineData("sum", 8, "inputs")]
    [InlineData("echo-fp32", 8, "inputs[0].shape")]
    public async Task Raw_DoesNotFit_Is400AndSaysWhy(string model, int bytes, string path)
    {
        (await BinaryBody.PostWith($"/v2/models/{model}/infer", "0", new byte[bytes]).SendAsync(host.Internal)).ShouldName(400, "details", path);
        await host.ShouldBeServedAsync();
    }

    [Fact]
    public async Task Header_LeftOut_Is400() =>
        (await RawRequest.Post(Echo, [.. Encoding.UTF8.GetBytes(Head), .. BinaryBody.Of(1f, 2f)], "application/octet-stream").SendAsync(host.Internal)).Status.ShouldBe(400);

    [Theory]
    [InlineData("text/xml")]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("multipart/form-datas; boundary=x")]
    [InlineData("application/x-protobuf")]
    [InlineData("json")]
    [InlineData("/")]
    public async Task ContentType_Unknown_Is415(string contentType)
    {
        (await RawRequest.Post(GoodRequest.Infer, Encoding.UTF8.GetBytes(GoodRequest.Body), contentType).SendAsync(host.Internal)).ShouldBeRefusal(415);
        (await RawRequest.Post(GoodRequest.Predict, Encoding.UTF8.GetBytes(GoodRequest.Body), contentType).SendAsync(host.Public)).ShouldBeProblem(415);
        (await RawRequest.Post(GoodRequest.Predict, Encoding.UTF8.GetBytes(GoodRequest.Body), "application/octet-stream").SendAsync(host.Public)).ShouldBeProblem(415);
        await host.ShouldBeServedAsync();
    }
}
