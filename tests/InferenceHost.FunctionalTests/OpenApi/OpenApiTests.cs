using System.Text.Json.Nodes;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.OpenApi;

/// <summary>The documents at <c>/openapi.json</c> and below each API: valid, true, and told to those who may call.</summary>
public sealed class OpenApiTests(ModelsHost models, FilesHost files)
{
    private const string GuardedPredict = "/tests/guarded/predict";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Document_OfManyModels_IsValidAndItsExamplesWork()
    {
        var document = await OpenApiCheck.FetchAsync(models.Public, "/openapi.json");

        // of "hasty" too, whose queue is short but whose model does run
        (await OpenApiCheck.RunAsync(document, models.Public, Stop)).ShouldBe(25);
    }

    [Fact]
    public async Task Document_OfOneApi_HasItsCallsAndNoOthers()
    {
        var document = await OpenApiCheck.FetchAsync(models.Public, "/tests/digits/openapi.json");

        document["info"]!["title"]!.GetValue<string>().ShouldBe("tests/digits");
        document["servers"]![0]!["url"]!.GetValue<string>().ShouldBe("/");
        document["paths"]!.AsObject().Select(path => path.Key).ShouldBe(["/tests/digits/predict", "/tests/digits/v2/models/digits", "/tests/digits/v2/models/digits/infer"]);
        var predict = document["paths"]!["/tests/digits/predict"]!["post"]!;
        predict["security"]!.AsArray().ShouldBeEmpty();
        predict["responses"]!.AsObject().Select(answer => answer.Key).ShouldBe(["200", "400", "408", "413", "415", "429", "500", "503", "504"]);
        (await OpenApiCheck.RunAsync(document, models.Public, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task Document_OfADocstring_SaysWhatItSays()
    {
        using var folder = new ManifestFolder();
        folder.AddPython("sum", """
            '''Adds up.

            :param inputs.x: the numbers
            :type inputs.x: FP32 or FP64
            :param inputs.note: passed through
            :type inputs.note: str, optional
            :param outputs.sum: their sum
            :type outputs.sum: FP64
            '''
            return [{"name": "sum", "datatype": "FP64", "shape": [1], "data": [sum(inputs[0]["data"])]}, {"name": "beside", "datatype": "dict", "data": {}}], model
            """,
            """example: { inputs: [ { name: x, datatype: FP64, data: [1, 2.5] } ], parameters: [ [ a, 1 ] ], output_fields: [ { name: sum } ] }""");
        folder.AddPython("open", "return inputs, model", "warmup: { inputs: [ { name: any, datatype: dict, data: { a: [ 1 ] } } ] }");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = PythonFolder.Options }, Stop);

        var document = await OpenApiCheck.FetchAsync(host.PublicUrl, "/openapi.json");

        var request = document["paths"]!["/tests/sum/predict"]!["post"]!["requestBody"]!["content"]!["application/json"]!;
        request["example"]!.ToJsonString().ShouldBe("""{"inputs":[{"name":"x","datatype":"FP64","data":[1,2.5]}],"parameters":[["a",1]],"output_fields":[{"name":"sum"}]}""");
        var inputs = request["schema"]!["properties"]!["inputs"]!["items"]!["anyOf"]!.AsArray();
        inputs.Select(input => input!["description"]!.GetValue<string>()).ShouldBe(["the numbers.", "passed through. Optional."]);
        inputs[0]!["properties"]!["datatype"]!.ToJsonString().ShouldBe("""{"enum":["FP32","FP64"]}""");
        (await OpenApiCheck.RunAsync(document, host.PublicUrl, Stop)).ShouldBe(2);
    }

    [Theory]
    [InlineData("iris-python")]
    [InlineData("digits")]
    [InlineData("text-dotnet")]
    public async Task Document_OfASample_HasExamplesThatWork(string sample)
    {
        await using var host = await HostProcess.StartAsync(new HostStart(Repository.SampleOf(sample)) { Options = PythonFolder.Options }, Stop);

        (await OpenApiCheck.RunAsync(await OpenApiCheck.FetchAsync(host.PublicUrl, "/openapi.json"), host.PublicUrl, Stop)).ShouldBe(1);
    }

    [Fact]
    public async Task Document_ToAStranger_TellsOnlyWhatIsOpen()
    {
        var toAnybody = await OpenApiCheck.FetchAsync(files.Host.PublicUrl, "/openapi.json");
        var toBob = await OpenApiCheck.FetchAsync(files.Host.PublicUrl, "/openapi.json", Bob);

        Paths(toAnybody).ShouldContain("/tests/open/predict");
        Paths(toAnybody).ShouldNotContain(GuardedPredict);
        Paths(toAnybody).ShouldNotContain(path => path.Contains("/files/", StringComparison.Ordinal));
        Paths(toBob).ShouldContain(GuardedPredict);
        Paths(toBob).ShouldContain("/tests/files/{box}/{group}/{file}");
        toBob["paths"]![GuardedPredict]!["post"]!["security"]!.ToJsonString().ShouldBe("""[{"basic":[]}]""");
        toBob["components"]!["securitySchemes"]!.ToJsonString().ShouldBe("""{"basic":{"type":"http","scheme":"basic"}}""");
        (await OpenApiCheck.RunAsync(toBob, files.Host.PublicUrl, Stop, Bob)).ShouldBe(0, "nothing is said of these functions' inputs");
    }

    [Fact]
    public async Task Document_OfAGuardedApi_IsToldToItsUsers()
    {
        var refused = (await RawRequest.Get("/tests/guarded/openapi.json").SendAsync(files.Host.PublicUrl)).ShouldBeProblem(401);

        refused.Header("WWW-Authenticate").ShouldNotBeNull();
        Paths(await OpenApiCheck.FetchAsync(files.Host.PublicUrl, "/tests/guarded/openapi.json", Bob)).ShouldContain(GuardedPredict);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/-/api.js")]
    [InlineData("/tests/digits")]
    [InlineData("/openapi.json")]
    [InlineData("/tests/digits/openapi.json")]
    public async Task DocumentOrPage_ByAnotherMethod_Is405(string path) =>
        (await new RawRequest("POST", path).SendAsync(models.Public)).ShouldBeProblem(405).Header("Allow").ShouldBe("GET");

    [Theory]
    [InlineData("/openapi.json/")]
    [InlineData("/tests/openapi.json")]
    [InlineData("/tests/digits/openapi.json/")]
    [InlineData("/tests/none/openapi.json")]
    public async Task Document_AtAnotherPath_Is404(string path) => (await RawRequest.Get(path).SendAsync(models.Public)).ShouldBeProblem(404);

    private static RawRequest Bob(RawRequest request) => request.As(FilesHost.Bob, FilesHost.Password);

    private static IEnumerable<string> Paths(JsonNode document) => document["paths"]!.AsObject().Select(path => path.Key);
}
