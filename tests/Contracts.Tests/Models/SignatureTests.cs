namespace Inference.Contracts.Tests.Models;

public sealed class SignatureTests
{
    private readonly Signature signature = new(
        [new TensorSpec("x", DataType.Fp32, new Shape(-1, 4)), new TensorSpec("mask", DataType.Bool, null) { IsOptional = true, Description = "what to look at" }],
        [new TensorSpec("x", DataType.Int64, Shape.Scalar)],
        batchAxis: 0);

    [Fact]
    public void TryFind_ItsNames_AreFoundOnTheirSide()
    {
        signature.TryFindInput("x", out var input).ShouldBeTrue();
        signature.TryFindOutput("x", out var output).ShouldBeTrue();
        signature.TryFindInput("mask", out var optional).ShouldBeTrue();

        input.Type.ShouldBe(DataType.Fp32);
        output.Type.ShouldBe(DataType.Int64);
        optional.IsOptional.ShouldBeTrue();
        optional.Description.ShouldBe("what to look at");
        signature.BatchAxis.ShouldBe(0);
        signature.HasOpenInputs.ShouldBeFalse();
        signature.HasOpenOutputs.ShouldBeFalse();
    }

    [Theory]
    [InlineData("X")]
    [InlineData("")]
    [InlineData("y")]
    public void TryFind_AnotherName_IsNotFound(string name)
    {
        signature.TryFindInput(name, out var input).ShouldBeFalse();
        signature.TryFindOutput(name, out var output).ShouldBeFalse();

        input.ShouldBeNull();
        output.ShouldBeNull();
    }

    [Fact]
    public void Unknown_IsOpenAndNamesNothing()
    {
        Signature.Unknown.HasOpenInputs.ShouldBeTrue();
        Signature.Unknown.HasOpenOutputs.ShouldBeTrue();
        Signature.Unknown.Inputs.ShouldBeEmpty();
        Signature.Unknown.Outputs.ShouldBeEmpty();
        Signature.Unknown.BatchAxis.ShouldBeNull();
    }
}
