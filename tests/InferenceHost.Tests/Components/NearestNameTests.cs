using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class NearestNameTests
{
    private static readonly string[] Names = ["x", "image", "probabilities", "pixel_values"];

    [Theory]
    [InlineData("imgae", "image")]
    [InlineData("IMAGE", "image")]
    [InlineData("imag", "image")]
    [InlineData("probability", "probabilities")]
    [InlineData("pixelvalues", "pixel_values")]
    [InlineData("y", "x")]
    [InlineData("mask", null)]
    [InlineData("", "x")]
    [InlineData("something else entirely", null)]
    public void Find_AName_IsTheOneASmallSlipAway(string given, string? meant) => NearestName.Find(given, Names).ShouldBe(meant);

    [Fact]
    public void Find_NamesOfAnyLength_Ends()
    {
        NearestName.Find(new string('a', 1_000_000), [new string('a', 1_000_001)]).ShouldBeNull();
        NearestName.Find("a", []).ShouldBeNull();
    }
}
