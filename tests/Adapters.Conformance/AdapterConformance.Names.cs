using Inference.Contracts;

namespace Inference.Adapters.Conformance;

public abstract partial class AdapterConformance
{
    [Fact]
    public async Task Signature_OfSum_IsWhatTheModelSays()
    {
        Need(AdapterFeatures.KnowsSignature);
        await using var model = await LoadAsync(Fixture.Sum);

        model.Signature.HasOpenInputs.ShouldBeFalse();
        model.Signature.HasOpenOutputs.ShouldBeFalse();
        model.Signature.BatchAxis.ShouldBe(0);
        model.Signature.Inputs.Select(input => input.Name).ShouldBe(["a", "b"]);
        model.Signature.Outputs.Select(output => output.Name).ShouldBe(["sum", "difference"]);
        model.Signature.Inputs.Concat(model.Signature.Outputs).ShouldAllBe(spec => spec.Type == DataType.Fp32 && spec.Shape == new Shape(-1) && !spec.IsOptional);
        model.Signature.ShouldBeSameAs(model.Signature);
    }

    [Fact]
    public async Task Infer_NoOutputsRequested_GivesAllInTheSignaturesOrder()
    {
        await using var model = await LoadAsync(Fixture.Sum);
        using var request = SumRequest([1, 2], [10, 30]);

        using var result = await model.InferAsync(request, Stop);

        result.Error.ShouldBeNull();
        result.Outputs.Select(output => output.Name).ShouldBe(["sum", "difference"]);
        result.Floats(0).ShouldBe([11, 32]);
        result.Floats(1).ShouldBe([-9, -28]);
    }

    [Fact]
    public async Task Infer_OutputsRequested_GivesThemInTheOrderAsked()
    {
        await using var model = await LoadAsync(Fixture.Sum);
        using var request = SumRequest([1], [10]).Ask("difference", "sum");

        using var result = await model.InferAsync(request, Stop);

        result.Error.ShouldBeNull();
        result.Outputs.Select(output => output.Name).ShouldBe(["difference", "sum"]);
        result.Floats(0).ShouldBe([-9]);
    }

    [Fact]
    public async Task Infer_OneOutputRequested_GivesItAlone()
    {
        await using var model = await LoadAsync(Fixture.Sum);
        using var request = SumRequest([1], [10]).Ask("difference");

        using var result = await model.InferAsync(request, Stop);

        result.Outputs.Single().Name.ShouldBe("difference");
        result.Floats().ShouldBe([-9]);
    }

    [Fact]
    public async Task Infer_InputsInAnotherOrder_GoByName()
    {
        await using var model = await LoadAsync(Fixture.Sum);
        using var request = Requests.Of(new NamedTensor("b", Requests.Floats(10)), new NamedTensor("a", Requests.Floats(1)));

        using var result = await model.InferAsync(request, Stop);

        result.Floats(1).ShouldBe([-9]);
    }

    private static InferenceRequest SumRequest(float[] a, float[] b) =>
        Requests.Of(new NamedTensor("a", Requests.Floats(a)), new NamedTensor("b", Requests.Floats(b)));
}
