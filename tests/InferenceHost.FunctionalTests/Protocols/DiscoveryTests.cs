using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>What the host says of itself and its models.</summary>
public sealed class DiscoveryTests(ModelsHost host)
{
    [Theory]
    [InlineData("/v2")]
    [InlineData("/v2/")]
    public async Task ServerMetadata_OnEachListener_NamesItsExtensions(string path)
    {
        var inside = await OkAsync(host.Internal, path);
        inside.GetProperty("name").GetString().ShouldBe("inference");
        inside.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        Texts(inside, "extensions").ShouldBe(["binary_tensor_data", "classification", "model_configuration", "model_repository", "statistics"]);
        Texts(inside, "not_served").ShouldContain("generate");

        var outside = await OkAsync(host.Public, "/tests/sum" + path);
        Texts(outside, "extensions").ShouldBe(["binary_tensor_data", "classification", "model_configuration"]);
    }

    [Fact]
    public async Task Health_Serving_IsLiveAndReady()
    {
        foreach (var (url, scope) in Scopes())
        {
            (await OkAsync(url, $"{scope}/v2/health/live")).GetProperty("live").GetBoolean().ShouldBeTrue();
            (await OkAsync(url, $"{scope}/v2/health/ready")).GetProperty("ready").GetBoolean().ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("sum")]
    [InlineData("tests.sum")]
    public async Task Model_ByEitherName_IsDescribed(string name)
    {
        foreach (var (url, scope) in Scopes())
        {
            foreach (var version in (string[])["", "/versions/1"])
            {
                var model = $"{scope}/v2/models/{name}{version}";
                (await OkAsync(url, $"{model}/ready")).GetRawText().ShouldBe($$"""{"name":"{{name}}","ready":true}""");
                var metadata = await OkAsync(url, model);
                metadata.GetProperty("name").GetString().ShouldBe(name);
                Texts(metadata, "versions").ShouldBe(["1"]);
                metadata.GetProperty("platform").GetString().ShouldBe("onnxruntime_onnx");
                metadata.GetProperty("inputs").GetRawText().ShouldBe(
                    """[{"name":"a","datatype":"FP32","shape":[-1],"parameters":{"description":"the first one"}},{"name":"b","datatype":"FP32","shape":[-1]}]""");
                metadata.GetProperty("outputs")[0].GetRawText().ShouldBe("""{"name":"sum","datatype":"FP32","shape":[-1]}""");
                metadata.GetProperty("properties").GetProperty("digest").GetString()!.Length.ShouldBe(64);
            }
        }
    }

    [Fact]
    public async Task Metadata_Shapes_AreTheModels()
    {
        var inputs = (await OkAsync(host.Internal, "/v2/models/shapes")).GetProperty("inputs").EnumerateArray().ToDictionary(
            input => input.GetProperty("name").GetString()!, input => input.GetProperty("shape").GetRawText());
        inputs["a"].ShouldBe("[2,3]");
        inputs["b"].ShouldBe("[-1,-1]");
        inputs["c"].ShouldBe("[-1,4]");
        inputs["e"].ShouldBe("[]");

        var factor = (await OkAsync(host.Internal, "/v2/models/scale")).GetProperty("inputs").EnumerateArray().Single(input => input.GetProperty("name").GetString() == "factor");
        factor.GetProperty("parameters").GetProperty("optional").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Config_OfABatchedModel_IsInTritonsForm()
    {
        var config = await OkAsync(host.Internal, "/v2/models/digits/config");
        config.GetProperty("max_batch_size").GetInt32().ShouldBe(int.MaxValue);
        config.GetProperty("backend").GetString().ShouldBe("onnxruntime");
        config.GetProperty("input")[0].GetRawText().ShouldBe("""{"name":"image","data_type":"TYPE_FP32","format":"FORMAT_NONE","dims":["64"]}""");
        config.GetProperty("output")[1].GetProperty("dims").GetRawText().ShouldBe("""["10"]""");
        (await OkAsync(host.Public, "/tests/digits/v2/models/digits/versions/1/config")).GetProperty("name").GetString().ShouldBe("digits");
    }

    [Fact]
    public async Task Config_OfText_IsString() =>
        (await OkAsync(host.Internal, "/v2/models/echo-bytes/config")).GetProperty("input")[0].GetProperty("data_type").GetString().ShouldBe("TYPE_STRING");

    [Fact]
    public async Task Models_OnEachListener_AreThoseInReach()
    {
        var inside = Texts(await OkAsync(host.Internal, "/v2/models"), "models");
        inside.ShouldContain("tests.digits");
        inside.ShouldContain("left.twin");
        inside.ShouldContain("right.twin");
        inside.ShouldBe(inside.Order(StringComparer.Ordinal));
        Texts(await OkAsync(host.Public, "/tests/sum/v2/models"), "models").ShouldBe(["tests.sum"]);
    }

    [Theory]
    [InlineData("/v2/models/nothing")]
    [InlineData("/v2/models/nothing/ready")]
    [InlineData("/v2/models/nothing/config")]
    [InlineData("/v2/models/nothing/stats")]
    [InlineData("/v2/models/twin")]
    [InlineData("/v2/models/sum/versions/2")]
    [InlineData("/v2/models/sum/versions/2/ready")]
    [InlineData("/v2/models/sum/versions/x/config")]
    [InlineData("/v2/models/sum/versions/1/versions/1")]
    [InlineData("/v2/models/sum/trace/setting")]
    [InlineData("/v2/logging")]
    [InlineData("/v2/systemsharedmemory/status")]
    [InlineData("/v2/health")]
    [InlineData("/v2/health/ready/")]
    [InlineData("/V2/health/ready")]
    [InlineData("/v2x")]
    public async Task Get_NotThere_Is404(string path) => (await RawRequest.Get(path).SendAsync(host.Internal)).Status.ShouldBe(404);

    [Fact]
    public async Task Index_Posted_ListsEveryComponentReady()
    {
        foreach (var target in (string[])["/v2/repository/index", "/v2/repository/anything/index"])
        {
            var index = (await RawRequest.Post(target, "{}").SendAsync(host.Internal)).ShouldBeOk().Json;
            index.EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == "tests.sum").GetRawText()
                .ShouldBe("""{"name":"tests.sum","version":"1","state":"READY","reason":""}""");
        }
    }

    private static string[] Texts(JsonElement json, string list) => json.GetProperty(list).Deserialize<string[]>()!;

    private static async Task<JsonElement> OkAsync(Uri url, string path)
    {
        var answer = (await RawRequest.Get(path).SendAsync(url)).ShouldBeOk();
        answer.Header("Content-Type").ShouldBe("application/json");
        return answer.Json;
    }

    private IEnumerable<(Uri Url, string Scope)> Scopes() => [(host.Internal, ""), (host.Public, "/tests/sum")];
}
