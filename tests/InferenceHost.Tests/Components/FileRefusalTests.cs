using Inference.Contracts;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class FileRefusalTests
{
    private static readonly Signature Files = new([new TensorSpec("x", DataType.File, null)], [new TensorSpec("y", DataType.File, null), new TensorSpec("z", DataType.Fp32, null)]);

    [Fact]
    public void Check_ARequestWithoutFiles_IsTaken() =>
        FileRefusal.Check(Files, [new NamedTensor("a", Tensor.FromText(DataType.Str, "t"u8))], [new RequestedOutput("z")], "outputs").ShouldBeNull();

    [Fact]
    public void Check_AFileInput_IsRefused()
    {
        var error = FileRefusal.Check(Signature.Unknown, [new NamedTensor("x", Tensor.FromText(DataType.File, "a/b.png"u8))], [], "outputs").ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.NotSupported);
        error.Message.ShouldBe("inputs[0]: input 'x' is a FILE: the exchange of files is not built yet");
    }

    [Theory]
    [InlineData(DataType.File)]
    [InlineData(null)]
    public void Check_AFileOutputAskedFor_IsRefused(DataType? said)
    {
        var error = FileRefusal.Check(Files, [], [new RequestedOutput("z"), new RequestedOutput("y", said)], "output_fields").ShouldNotBeNull();

        error.Details.ShouldHaveSingleItem().Path.ShouldBe("output_fields[1]");
        error.Message.ShouldContain("'y' is a FILE");
    }

    [Fact]
    public void Check_AFileGivenUnasked_IsAnInvalidOutputThatDoesNotTellItsPath()
    {
        using var result = InferenceResult.Of([new NamedTensor("y", Tensor.FromText(DataType.File, "/home/secret"u8))]);

        var error = FileRefusal.Check(result).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.InvalidOutput);
        error.Message.ShouldNotContain("secret");
    }
}
