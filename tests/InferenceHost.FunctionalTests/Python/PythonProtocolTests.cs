using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Python;

/// <summary>Python functions over both protocols: with a docstring, which is the signature, and without one, where everything is taken.</summary>
[Collection(nameof(PythonHost))]
public sealed class PythonProtocolTests(PythonHost python)
{
    private const string Everything = """
        {"inputs":[
            {"name":"b","datatype":"BOOL","shape":[2],"data":[true,false]},
            {"name":"i","datatype":"INT8","shape":[2],"data":[-1,1]},
            {"name":"u","datatype":"UINT64","shape":[1],"data":[18446744073709551615]},
            {"name":"h","datatype":"FP16","shape":[1],"data":[0.5]},
            {"name":"f","datatype":"FP32","shape":[1,2],"data":[0.5,-1]},
            {"name":"d","datatype":"FP64","shape":[2],"data":[0.1,1e300]},
            {"name":"t","datatype":"BYTES","shape":[2],"data":["a","я"]}TEXTS
        ]}
        """;

    private const string Texts = """
        ,{"name":"s","datatype":"str","data":"a \"word\" \n"},{"name":"o","datatype":"dict","data":{"a":[1,{"b":null}]}}
        """;

    [Fact]
    public async Task Predict_ADocstring_IsTheSignature()
    {
        var answer = await python.PredictAsync("sum", """{"inputs":[{"name":"x","datatype":"FP32","shape":[3],"data":[1,2,0.5]}]}""");
        answer.Data<double>("sum").ShouldBe([3.5]);
        answer.DataText("note").ShouldBe("\"none\"");
        answer.DataText("type").ShouldBe("\"FP32\"");

        answer = await python.PredictAsync("sum", """{"inputs":[{"name":"note","datatype":"str","data":"hello"},{"name":"x","datatype":"FP64","data":[1]}],"output_fields":[{"name":"note"}]}""");
        answer.Json.GetProperty("outputs").GetArrayLength().ShouldBe(1);
        answer.DataText("note").ShouldBe("\"hello\"");
    }

    [Theory]
    [InlineData("""{"inputs":[]}""", "inputs", "missing required input 'x' (FP32 or FP64)")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"INT32","data":[1]}]}""", "inputs[0].datatype", "expected FP32 or FP64, found INT32")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"FP32","data":[1]},{"name":"z","datatype":"str","data":"a"}]}""", "inputs[1].name", "unknown input 'z'")]
    public async Task Predict_AgainstTheDocstring_IsRefused(string body, string path, string message)
    {
        var answer = await python.PredictAsync("sum", body);

        answer.ShouldBeProblem(400, path).Text.ShouldContain(message);
        answer = await python.InferAsync("sum", body.Replace("\"data\":[1]", "\"shape\":[1],\"data\":[1]").Replace("\"str\",\"data\":\"a\"", "\"BYTES\",\"shape\":[1],\"data\":[\"a\"]"));
        answer.ShouldBeRefusal(400, path).Text.ShouldContain(message);
    }

    [Fact]
    public async Task Infer_ADocstring_IsTheSignature()
    {
        var answer = await python.InferAsync(
            "sum", """{"inputs":[{"name":"x","datatype":"FP64","shape":[2],"data":[1,2]},{"name":"note","datatype":"BYTES","shape":[1],"data":["hello"]}]}""");

        answer.Data<double>("sum").ShouldBe([3]);
        answer.Output("note").GetProperty("datatype").GetString().ShouldBe("BYTES");
        answer.Data<string>("note").ShouldBe(["hello"]);
        var metadata = (await RawRequest.Get("/v2/models/sum").SendAsync(python.Host.InternalUrl)).ShouldBeOk().Json;
        metadata.GetProperty("platform").GetString().ShouldBe("python");
        var inputs = metadata.GetProperty("inputs").EnumerateArray().ToArray();
        inputs.Select(input => input.GetProperty("name").GetString()).ShouldBe(["x", "note"]);
        inputs.Select(input => input.GetProperty("datatype").GetString()).ShouldBe(["FP32", "BYTES"]);
        inputs[1].GetProperty("parameters").GetProperty("optional").GetBoolean().ShouldBeTrue();
        inputs[0].GetProperty("parameters").GetProperty("description").GetString().ShouldBe("the numbers");
        metadata.GetProperty("outputs").GetArrayLength().ShouldBe(2);
        metadata.GetProperty("properties").TryGetProperty("digest", out _).ShouldBeFalse("it was loaded from no files");
    }

    [Fact]
    public async Task Predict_NoDocstring_TakesAndGivesEverything()
    {
        var answer = await python.PredictAsync("echo", Everything.Replace("TEXTS", Texts));

        answer.DataText("b").ShouldBe("[true,false]");
        answer.DataText("i").ShouldBe("[-1,1]");
        answer.DataText("u").ShouldBe("[18446744073709551615]");
        answer.DataText("h").ShouldBe("[0.5]");
        answer.DataText("f").ShouldBe("[0.5,-1]");
        answer.Output("f").GetProperty("shape").GetRawText().ShouldBe("[1,2]");
        answer.Data<double>("d").ShouldBe([0.1, 1e300]);
        answer.Data<string>("t").ShouldBe(["a", "я"]);
        answer.Output("s").GetProperty("data").GetString().ShouldBe("a \"word\" \n");
        JsonSerializer.Serialize(answer.Output("o").GetProperty("data")).ShouldBe("""{"a":[1,{"b":null}]}""");
    }

    [Fact]
    public async Task Infer_NoDocstring_TakesAndGivesEverything()
    {
        var answer = await python.InferAsync("echo", Everything.Replace("TEXTS", "").Replace("\"FP16\",\"shape\":[1],\"data\":[0.5]", "\"FP32\",\"shape\":[1],\"data\":[0.5]"));

        answer.DataText("b").ShouldBe("[true,false]");
        answer.Data<ulong>("u").ShouldBe([18446744073709551615]);
        answer.Data<string>("t").ShouldBe(["a", "я"]);
        answer.Json.GetProperty("outputs").GetArrayLength().ShouldBe(7);
        var metadata = (await RawRequest.Get("/v2/models/echo").SendAsync(python.Host.InternalUrl)).ShouldBeOk().Json;
        metadata.GetProperty("inputs").GetArrayLength().ShouldBe(0);
        metadata.GetProperty("outputs").GetArrayLength().ShouldBe(0);
        (await RawRequest.Get("/v2/models/echo/config").SendAsync(python.Host.InternalUrl)).ShouldBeOk();
        (await RawRequest.Get("/v2/models/echo/ready").SendAsync(python.Host.InternalUrl)).ShouldBeOk();
    }

    [Fact]
    public async Task Predict_AFunction_IsToldWhatTheContractSays()
    {
        var answer = await python.PredictAsync(
            "tell", """{"inputs":[],"parameters":[["a",1],["b","x"]],"output_fields":[{"name":"told","datatype":"dict"}]}""");

        var told = answer.Output("told").GetProperty("data");
        told.GetProperty("parameters").GetRawText().ReplaceLineEndings("").Replace(" ", "").ShouldBe("""[["a",1],["b","x"]]""");
        told.GetProperty("output_fields")[0].GetProperty("name").GetString().ShouldBe("told");
        told.GetProperty("folder").GetString().ShouldBe(Path.GetDirectoryName(Path.GetDirectoryName(AdapterPath())));
        var environment = told.GetProperty("env");
        environment.GetProperty("THRESHOLD").GetString().ShouldBe("0.5");
        environment.EnumerateObject().ShouldNotContain(variable => variable.Name.StartsWith("DOTNET") || variable.Name.StartsWith("ASPNETCORE") || variable.Name == "INFERENCE_ROOT");
        var calls = told.GetProperty("calls").GetInt32();
        (await python.PredictAsync("tell", """{"inputs":[]}""")).Output("told").GetProperty("data").GetProperty("calls").GetInt32().ShouldBeGreaterThan(calls);
    }

    private string AdapterPath() => python.CodeOf("tell");
}
