using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests;

public sealed class LoadTests
{
    [Theory]
    [InlineData("missing", "missing.onnx does not exist")]
    [InlineData("opset-unknown", "opset-unknown.onnx cannot be loaded", "999")]
    [InlineData("ir-unknown", "ir-unknown.onnx cannot be loaded", "999")]
    [InlineData("operator-unknown", "operator-unknown.onnx cannot be loaded", "Teleport")]
    [InlineData("domain-unknown", "domain-unknown.onnx cannot be loaded", "com.example")]
    [InlineData("float8", "output 'y'", "float8e4m3fn")]
    [InlineData("int4", "input 'x'", "int4")]
    [InlineData("complex", "input 'x'", "output 'y'", "complex64")]
    [InlineData("sequence-in", "input 'x'", "seq(tensor(float)) cannot be given as a tensor")]
    [InlineData("sequence-out", "output 'y'", "seq(tensor(float)) cannot be given as a tensor")]
    [InlineData("optional-out", "output 'y'", "optional(tensor(float)) cannot be given as a tensor")]
    [InlineData("optional-none", "output 'y'", "optional(tensor(float)) cannot be given as a tensor")]
    [InlineData("optional-inferred", "output 'y' is no tensor")]
    [InlineData("sparse-in", "input 'x'", "sparse_tensor(float) cannot be given as a tensor")]
    [InlineData("opaque-in", "input 'x'", "opaque cannot be given as a tensor")]
    [InlineData("external-nameless", "external data '' is no file name")]
    [InlineData("external", "external data 'weights.bin' is missing")]
    [InlineData("external-up", "external data '../weights.bin' lies outside of the model's folder")]
    [InlineData("external-sly", "external data 'data/../../weights.bin' lies outside of the model's folder")]
    [InlineData("external-absolute", "external data '/etc/hostname' lies outside of the model's folder")]
    [InlineData("external-memory", "external data '*/_ORT_MEM_ADDR_/*' is missing")]
    [InlineData("external-subgraph", "external data '../inner.bin' lies outside of the model's folder")]
    [InlineData("external-attribute", "external data '../attribute.bin' lies outside of the model's folder")]
    [InlineData("external-function", "external data '../function.bin' lies outside of the model's folder")]
    public async Task Load_ModelThatCannotBe_SaysWhy(string name, params string[] parts)
    {
        var error = await TestModels.FailAsync(TestModels.PathOf(name));

        foreach (var part in parts)
            error.Message.ShouldContain(part, Case.Sensitive);
        error.Message.ShouldNotContain(AppContext.BaseDirectory);
    }

    [Theory]
    [InlineData("tpu", "'tpu' is not available here; available: cpu")]
    [InlineData("cuda", "'cuda' is not available here; available: cpu")]
    public async Task Load_ProviderThatIsNotThere_NamesThoseThatAre(string provider, string message)
    {
        var error = await TestModels.FailAsync(TestModels.PathOf("sum"), new OnnxOptions { ExecutionProviders = ["cpu", provider] });

        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("CPU")]
    [InlineData("CPUExecutionProvider")]
    public async Task Load_Cpu_Works(string provider)
    {
        await using var model = await TestModels.LoadAsync("sum", new OnnxOptions { ExecutionProviders = [provider] });

        model.Signature.Inputs.Count.ShouldBe(2);
    }

    [Fact]
    public void Platform_IsTritonsNameForIt() => new OnnxModelLoader(new OnnxOptions()).Platform.ShouldBe("onnxruntime_onnx");

    [Fact]
    public void ElementTypes_EachOfTheProtocols_IsOneOfOnnx()
    {
        foreach (var type in Enum.GetValues<DataType>().Where(type => !type.IsSingleValue()))
        {
            ElementTypes.TryMap(ElementTypes.ToOnnx(type), out var back).ShouldBeTrue();
            back.ShouldBe(type);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => ElementTypes.ToOnnx(DataType.Str));
    }

    [Fact]
    public async Task Load_NoThreads_IsAnError()
    {
        var error = await TestModels.FailAsync(TestModels.PathOf("sum"), new OnnxOptions { IntraOpThreads = 0 });

        error.Message.ShouldContain("intraOpThreads: expected 1 or more, found 0");
    }

    [Fact]
    public async Task Load_Cancelled_Throws()
    {
        var loader = new OnnxModelLoader(new OnnxOptions());

        await Should.ThrowAsync<OperationCanceledException>(
            () => loader.LoadAsync(TestModels.Source("sum"), new CancellationToken(canceled: true)));
    }
}
