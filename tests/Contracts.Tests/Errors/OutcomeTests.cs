namespace Inference.Contracts.Tests.Errors;

public sealed class OutcomeTests
{
    [Fact]
    public void TryGet_AValue_GivesIt()
    {
        Outcome<string> outcome = "value";

        outcome.TryGet(out var value, out var error).ShouldBeTrue();

        value.ShouldBe("value");
        error.ShouldBeNull();
        outcome.Error.ShouldBeNull();
    }

    [Fact]
    public void TryGet_AnError_GivesThat()
    {
        Outcome<string> outcome = new InferenceError(ErrorCode.NotFound, "not here");

        outcome.TryGet(out var value, out var error).ShouldBeFalse();

        value.ShouldBeNull();
        error.ShouldBeSameAs(outcome.Error);
    }

    [Theory]
    [InlineData("inputs[0]", "inputs[0]: too long")]
    [InlineData("", "too long")]
    public void At_AWrongPlace_IsInTheMessageAndTheDetails(string path, string message)
    {
        var error = InferenceError.At(ErrorCode.InvalidInput, path, "too long");

        error.Message.ShouldBe(message);
        error.Details.ShouldBe([new ErrorDetail(path, "too long")]);
        error.ToString().ShouldBe($"InvalidInput: {message}");
        error.RetryAfter.ShouldBeNull();
    }
}
