using Inference.Contracts;
using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class FileRefusalTests
{
    [Fact]
    public void CheckWarmup_AFile_IsRefused()
    {
        FileRefusal.CheckWarmup([new NamedTensor("a", Tensor.FromText(DataType.Str, "t"u8))]).ShouldBeNull();

        var error = FileRefusal.CheckWarmup([new NamedTensor("x", Tensor.FromText(DataType.File, "a/b.png"u8))]).ShouldNotBeNull();

        error.Code.ShouldBe(ErrorCode.InvalidInput);
        error.Message.ShouldBe("inputs[0]: input 'x' is a FILE: files belong to callers, and a warm-up has none");
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
