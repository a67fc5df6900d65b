using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>Digits read right, whichever way they come.</summary>
public sealed class DigitsTests(ModelsHost host)
{
    private const string Infer = "/v2/models/digits/infer";

    [Fact]
    public async Task Predict_EachDigit_ReadRight()
    {
        using var connection = await RawConnection.OpenAsync(host.Public);
        foreach (var (label, image) in HeldOutDigits.All)
        {
            var answer = await connection.ExchangeAsync(RawRequest.Post("/tests/digits/predict", $$"""{"inputs":[{"name":"image","datatype":"FP32","shape":[1,64],"data":{{List(image)}}}]}"""));
            answer.Header("Content-Type").ShouldBe("application/json");
            answer.Data<long>("label").ShouldBe([label]);
            answer.Data<float>("probabilities").Sum().ShouldBe(1, 1e-5);
        }
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("text/json")]
    [InlineData("application/vnd.example+json")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Predict_AllDigitsAtOnce_ReadRight(string contentType)
    {
        var answer = await RawRequest.Post("/tests/digits/predict", Encoding.UTF8.GetBytes(PredictAll()), contentType).SendAsync(host.Public);

        answer.Data<long>("label").ShouldBe(HeldOutDigits.Labels);
        answer.Output("probabilities").GetProperty("shape").Deserialize<long[]>().ShouldBe([HeldOutDigits.All.Count, 10]);
    }

    [Fact]
    public async Task Infer_Json_ReadRightOnBothListeners()
    {
        foreach (var (url, target) in ((Uri, string)[])[(host.Internal, Infer), (host.Public, "/tests/digits/v2/models/digits/infer")])
        {
            var answer = await RawRequest.Post(target, InferAll()).SendAsync(url);
            answer.Data<long>("label").ShouldBe(HeldOutDigits.Labels);
            answer.Json.GetProperty("model_name").GetString().ShouldBe("digits");
            answer.Json.GetProperty("model_version").GetString().ShouldBe("1");
        }
    }

    [Fact]
    public async Task Infer_NestedData_ReadRight()
    {
        var rows = string.Join(',', HeldOutDigits.All.Select(digit => List(digit.Image)));
        var answer = await host.InferAsync("digits", $$"""{"inputs":[{"data":[{{rows}}],"datatype":"FP32","shape":[{{HeldOutDigits.All.Count}},64],"name":"image"}]}""");
        answer.Data<long>("label").ShouldBe(HeldOutDigits.Labels);
    }

    [Fact]
    public async Task Infer_BinaryInAndOut_ReadRight()
    {
        var answer = await BinaryBody.Post(Infer, BinaryHead(""","parameters":{"binary_data_output":true}"""), BinaryBody.Of(HeldOutDigits.Pixels)).SendAsync(host.Internal);

        answer.Header("Content-Type").ShouldBe("application/octet-stream");
        var parts = answer.Parts();
        MemoryMarshal.Cast<byte, long>(parts[0]).ToArray().ShouldBe(HeldOutDigits.Labels);
        parts[1].Length.ShouldBe(HeldOutDigits.All.Count * 10 * sizeof(float));
    }

    [Fact]
    public async Task Infer_OneOutputBinary_OtherStaysJson()
    {
        const string outputs = ""","outputs":[{"name":"probabilities"},{"name":"label","parameters":{"binary_data":true}}]""";
        var answer = await BinaryBody.Post(Infer, BinaryHead(outputs), BinaryBody.Of(HeldOutDigits.Pixels)).SendAsync(host.Internal);

        MemoryMarshal.Cast<byte, long>(answer.Parts().ShouldHaveSingleItem()).ToArray().ShouldBe(HeldOutDigits.Labels);
        answer.Header().GetProperty("outputs")[0].GetProperty("data").GetArrayLength().ShouldBe(HeldOutDigits.All.Count * 10);
    }

    [Fact]
    public async Task Infer_BinaryInJsonOut_ReadRight() =>
        (await BinaryBody.Post(Infer, BinaryHead(""), BinaryBody.Of(HeldOutDigits.Pixels)).SendAsync(host.Internal)).Data<long>("label").ShouldBe(HeldOutDigits.Labels);

    [Fact]
    public async Task Infer_RawBody_ReadRightAndAnsweredBinary()
    {
        var answer = await BinaryBody.PostWith(Infer, "0", BinaryBody.Of(HeldOutDigits.Pixels)).SendAsync(host.Internal);
        MemoryMarshal.Cast<byte, long>(answer.Parts()[0]).ToArray().ShouldBe(HeldOutDigits.Labels);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("deflate, raw")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    [InlineData("identity")]
    public async Task Request_Encoded_ReadRight(string encoding)
    {
        foreach (var (url, request) in Requests())
        {
            var encoded = request with { Body = Encode(encoding, request.Body) };
            var answer = await encoded.With("Content-Encoding", encoding.Split(',')[0]).SendAsync(url);
            answer.Data<long>("label").ShouldBe(HeldOutDigits.Labels);
        }
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("br, gzip;q=0.5, deflate;q=0.4", "gzip")]
    [InlineData("gzip;q=0, deflate", "deflate")]
    [InlineData("identity", null)]
    [InlineData("br", null)]
    [InlineData("gzip;q=0", null)]
    public async Task Answer_EncodingAsked_IsThatAndReadsRight(string asked, string? expected)
    {
        foreach (var (url, request) in Requests())
        {
            var answer = await request.With("Accept-Encoding", asked).SendAsync(url);
            answer.Header("Content-Encoding").ShouldBe(expected);
            if (expected is not null)
                answer.Header("Vary").ShouldBe("Accept-Encoding");
            (answer with { Body = Decode(expected, answer.Body) }).Data<long>("label").ShouldBe(HeldOutDigits.Labels);
        }
    }

    [Fact]
    public async Task Infer_BinaryEncodedBothWays_LengthsAreOfTheDecoded()
    {
        var request = BinaryBody.Post(Infer, BinaryHead(""","parameters":{"binary_data_output":true}"""), BinaryBody.Of(HeldOutDigits.Pixels));
        var answer = await (request with { Body = Encode("gzip", request.Body) }).With("Content-Encoding", "gzip").With("Accept-Encoding", "gzip").SendAsync(host.Internal);

        answer.Header("Content-Encoding").ShouldBe("gzip");
        MemoryMarshal.Cast<byte, long>((answer with { Body = Decode("gzip", answer.Body) }).Parts()[0]).ToArray().ShouldBe(HeldOutDigits.Labels);
    }

    private static string List(float[] values) => $"[{string.Join(',', values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}]";

    private static string PredictAll() =>
        $$"""{"inputs":[{"name":"image","datatype":"FP32","shape":[{{HeldOutDigits.All.Count}},64],"data":{{List(HeldOutDigits.Pixels)}}}]}""";

    private static string InferAll() => PredictAll();

    private static string BinaryHead(string more) =>
        $$$"""{"inputs":[{"name":"image","datatype":"FP32","shape":[{{{HeldOutDigits.All.Count}}},64],"parameters":{"binary_data_size":{{{HeldOutDigits.Pixels.Length * sizeof(float)}}}}}]{{{more}}}}""";

    private static byte[] Encode(string encoding, byte[] plain)
    {
        using var encoded = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "deflate" => new ZLibStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate, raw" => new DeflateStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "identity" => new BufferedStream(encoded),
            _ => new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(plain);
            stream.Flush();
            if (encoding == "identity")
                return encoded.ToArray();
        }

        return encoded.ToArray();
    }

    private static byte[] Decode(string? encoding, byte[] encoded)
    {
        using var source = new MemoryStream(encoded);
        using Stream stream = encoding switch
        {
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => new BufferedStream(source),
        };
        using var decoded = new MemoryStream();
        stream.CopyTo(decoded);
        return decoded.ToArray();
    }

    private IEnumerable<(Uri Url, RawRequest Request)> Requests() =>
        [(host.Public, RawRequest.Post("/tests/digits/predict", PredictAll())), (host.Internal, RawRequest.Post(Infer, InferAll()))];
}
