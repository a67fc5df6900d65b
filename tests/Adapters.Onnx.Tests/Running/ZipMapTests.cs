using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Running;

/// <summary>Class probabilities that scikit-learn's exporters give as a sequence of maps.</summary>
public sealed class ZipMapTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zipmap-int", "One column per class: 7, -3, 5")]
    [InlineData("zipmap-string", "One column per class: b, é, a")]
    public async Task Signature_ZipMap_IsATensorWhoseColumnsAreDescribed(string name, string description)
    {
        await using var model = await TestModels.LoadAsync(name);

        model.Signature.TryFindOutput("probabilities", out var output).ShouldBeTrue();
        output.Type.ShouldBe(DataType.Fp32);
        output.Shape.ShouldBe(new Shape(-1, 3));
        output.Description.ShouldBe(description);
    }

    [Theory]
    [InlineData("zipmap-int", 2)]
    [InlineData("zipmap-string", 2)]
    [InlineData("zipmap-int", 0)]
    public async Task Infer_ZipMap_KeepsTheModelsOrderOfClasses(string name, int rows)
    {
        await using var model = await TestModels.LoadAsync(name);
        float[] values = [.. Enumerable.Range(0, rows * 3).Select(i => i / 10f)];
        using var request = Requests.Of("x", Requests.Floats(new Shape(rows, 3), values));

        using var result = await model.InferAsync(request, Stop);

        result.Outputs.Select(output => output.Name).ShouldBe(["label", "probabilities"]);
        result.Outputs[1].Tensor.Shape.ShouldBe(new Shape(rows, 3));
        result.Floats(1).ShouldBe(values);
    }

    [Theory]
    [InlineData("zipmap-twice")]
    [InlineData("zipmap-lost")]
    public async Task Load_MapsThatCannotBeATensor_NamesTheExportOption(string name)
    {
        var error = await TestModels.FailAsync(TestModels.PathOf(name));

        error.Message.ShouldContain("{'zipmap': False}");
        error.Details.Single().Path.ShouldBeOneOf("p", "q");
    }
}
