using FsCheck;
using FsCheck.Fluent;

namespace Inference.Manifests.Tests.Values;

public sealed class DurationTests
{
    [Theory]
    [InlineData("0ms", 0)]
    [InlineData("250ms", 250)]
    [InlineData("5s", 5_000)]
    [InlineData("1m", 60_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("007s", 7_000)]
    public void TryParse_NumberAndUnit_GivesTheTime(string text, double milliseconds)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();

        duration.Value.TotalMilliseconds.ShouldBe(milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("1.5s")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("1m30s")]
    [InlineData("5d")]
    [InlineData("99999999999999999999s")]
    [InlineData("922337203685477581ms")]
    [InlineData("256204779h")]
    public void TryParse_AnythingElse_IsRefused(string text)
    {
        Duration.TryParse(text, out var duration).ShouldBeFalse();

        duration.ShouldBe(default);
    }

    [Theory]
    [InlineData("1000ms", "1s")]
    [InlineData("90s", "90s")]
    [InlineData("120s", "2m")]
    [InlineData("60m", "1h")]
    [InlineData("0s", "0ms")]
    public void ToString_EqualTimes_GiveTheLargestWholeUnit(string text, string expected)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();

        duration.ToString().ShouldBe(expected);
    }

    [Fact]
    public void TryParse_WhatToStringGives_IsTheSameTime()
        => Prop.ForAll(
            Gen.Choose(0, int.MaxValue).Select(milliseconds => Duration.FromMilliseconds(milliseconds)).ToArbitrary(),
            duration => Duration.TryParse(duration.ToString(), out var again) && again == duration).QuickCheckThrowOnFailure();

    [Fact]
    public void Comparison_DifferentUnits_GoesByTime()
    {
        var second = Duration.FromSeconds(1);

        (second > Duration.FromMilliseconds(999)).ShouldBeTrue();
        (second < Duration.FromMilliseconds(1001)).ShouldBeTrue();
        (second >= Duration.FromMilliseconds(1000)).ShouldBeTrue();
        (second <= Duration.FromMilliseconds(999)).ShouldBeFalse();
    }
}
