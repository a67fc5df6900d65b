using Inference.Adapters.Conformance;
using Inference.Contracts;

namespace Inference.Adapters.Onnx.Tests.Signatures;

public sealed class SignatureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signature_Shapes_AreFixedDynamicScalarOrUnknown()
    {
        await using var model = await TestModels.LoadAsync("shapes");

        Shape?[] expected = [new Shape(2, 3), new Shape(-1, -1), new Shape(-1, 4), null, Shape.Scalar];
        model.Signature.Inputs.Select(input => input.Shape).ShouldBe(expected);
        model.Signature.Outputs.Select(output => output.Shape).ShouldBe(expected);
        model.Signature.BatchAxis.ShouldBeNull();
    }

    [Fact]
    public async Task Signature_Descriptions_ComeFromTheModel()
    {
        await using var model = await TestModels.LoadAsync("sum");

        model.Signature.Inputs.Select(input => input.Description).ShouldBe(["the first one", null]);
        model.Signature.Outputs.Select(output => output.Description).ShouldBe([null, "a less b"]);
    }

    [Fact]
    public async Task Signature_FirstDimensionsOfDifferentNames_HasNoBatchAxis()
    {
        await using var model = await TestModels.LoadAsync("two-symbols");

        model.Signature.BatchAxis.ShouldBeNull();
    }

    [Theory]
    [InlineData("mlp", 0)]
    [InlineData("zipmap-int", 0)]
    [InlineData("scale", null)]
    [InlineData("constant", null)]
    [InlineData("slow", null)]
    public async Task Signature_BatchAxis_IsThereWhereEveryFirstDimensionIsTheSameDynamicOne(string name, int? axis)
    {
        await using var model = await TestModels.LoadAsync(name);

        model.Signature.BatchAxis.ShouldBe(axis);
    }

    [Fact]
    public async Task Signature_InputWithDefault_IsOptionalAndInTheModelsOrder()
    {
        await using var model = await TestModels.LoadAsync("scale");

        model.Signature.Inputs.Select(input => (input.Name, input.IsOptional)).ShouldBe([("factor", true), ("x", false)]);
    }

    [Fact]
    public async Task Signature_WeightAmongTheInputsOfAnOldFormat_IsNoInput()
    {
        await using var model = await TestModels.LoadAsync("scale-ir3");

        model.Signature.Inputs.Select(input => input.Name).ShouldBe(["x"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    public async Task Infer_AnyNumberOfRows_GivesAsMany(int rows)
    {
        await using var model = await TestModels.LoadAsync("digits");
        using var request = Requests.Of("image", Requests.Floats(new Shape(rows, 64), new float[rows * 64]));

        using var result = await model.InferAsync(request, Stop);

        result.Error.ShouldBeNull();
        result.Outputs.Select(output => output.Tensor.Shape).ShouldBe([new Shape(rows), new Shape(rows, 10)]);
    }

    [Fact]
    public async Task Infer_InputWithDefaultLeftOut_UsesTheDefault()
    {
        await using var model = await TestModels.LoadAsync("scale");
        using var request = Requests.Of("x", Requests.Floats(new Shape(1, 2), 1, 2));

        using var result = await model.InferAsync(request, Stop);

        result.Floats().ShouldBe([10, 20]);
    }

    [Fact]
    public async Task Infer_InputWithDefaultGiven_UsesWhatIsGiven()
    {
        await using var model = await TestModels.LoadAsync("scale");
        using var with = Requests.Of(new NamedTensor("x", Requests.Floats(new Shape(1, 2), 1, 2)), new NamedTensor("factor", Requests.Floats(3)));
        using var without = Requests.Of("x", Requests.Floats(new Shape(1, 2), 1, 2));

        using var first = await model.InferAsync(with, Stop);
        using var second = await model.InferAsync(without, Stop);
        using var third = await model.InferAsync(with, Stop);

        first.Floats().ShouldBe([3, 6]);
        second.Floats().ShouldBe([10, 20]);
        third.Floats().ShouldBe([3, 6]);
    }

    [Fact]
    public async Task Infer_InputOfOptionalType_TakesATensor()
    {
        await using var model = await TestModels.LoadAsync("optional");
        using var request = Requests.Of("x", Requests.Floats(1, 2));

        using var result = await model.InferAsync(request, Stop);

        model.Signature.Inputs.Single().IsOptional.ShouldBeTrue();
        model.Signature.Inputs.Single().Type.ShouldBe(DataType.Fp32);
        result.Floats().ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Infer_InputOfOptionalTypeLeftOut_ReachesTheModel()
    {
        await using var model = await TestModels.LoadAsync("optional");
        using var request = Requests.Of();

        using var result = await model.InferAsync(request, Stop);

        // this one does not ask whether the value is there
        result.Error.ShouldNotBeNull().Message.ShouldContain("contains no data");
    }
}
