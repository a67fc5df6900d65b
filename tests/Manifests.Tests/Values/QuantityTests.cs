using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Inference.Manifests.Tests.Values;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("+7", 7)]
    [InlineData("1G", 1_000_000_000)]
    [InlineData("256Mi", 256L << 20)]
    [InlineData("256M", 256_000_000)]
    [InlineData("1k", 1000)]
    [InlineData("1Ki", 1024)]
    [InlineData("3Ti", 3L << 40)]
    [InlineData("2P", 2_000_000_000_000_000)]
    [InlineData("1Pi", 1L << 50)]
    [InlineData("7Ei", 7L << 60)]
    [InlineData("1e3", 1000)]
    [InlineData("1E3", 1000)]
    [InlineData("1E", 1_000_000_000_000_000_000)]
    [InlineData("2e-0", 2)]
    [InlineData("1.5Gi", 3L << 29)]
    [InlineData("0.000001M", 1)]
    [InlineData(".5", 1)]
    [InlineData("5.", 5)]
    [InlineData("500m", 1)]
    [InlineData("1001m", 2)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775806.5", long.MaxValue)]
    [InlineData("0000000000000000000000000000000000001", 1)]
    public void TryParse_KubernetesNotation_GivesUnitsRoundedUp(string text, long units)
    {
        Quantity.TryParse(text, out var quantity).ShouldBeTrue();

        quantity.Units.ShouldBe(units);
        quantity.Bytes.ShouldBe(units);
    }

    [Theory]
    [InlineData("500m", 500)]
    [InlineData("0.5", 500)]
    [InlineData("2", 2000)]
    [InlineData("1u", 1)]
    [InlineData("1500u", 2)]
    [InlineData("1n", 1)]
    [InlineData("0", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Millicores_AnyAmount_AreRoundedUp(string text, long millicores)
    {
        Quantity.TryParse(text, out var quantity).ShouldBeTrue();

        quantity.Millicores.ShouldBe(millicores);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("-1")]
    [InlineData("1 G")]
    [InlineData("1GB")]
    [InlineData("1g")]
    [InlineData("1K")]
    [InlineData("1mi")]
    [InlineData("G")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e99")]
    [InlineData("1e1.5")]
    [InlineData("++1")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("9223372036854775808")]
    [InlineData("8Ei")]
    [InlineData("10E")]
    [InlineData("0.1n")]
    [InlineData("0.0000000001")]
    [InlineData("1e-10")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000001")]
    public void TryParse_NoQuantityOrOneThatWouldBeRounded_IsRefused(string text)
    {
        Quantity.TryParse(text, out var quantity).ShouldBeFalse();

        quantity.ShouldBe(default);
    }

    [Theory]
    [InlineData("1000M", "1G")]
    [InlineData("1024", "1Ki")]
    [InlineData("0.5", "500m")]
    [InlineData("1.5", "1500m")]
    [InlineData("0.0000005", "0.0000005")]
    [InlineData("1e6", "1M")]
    [InlineData("256Mi", "256Mi")]
    [InlineData("0", "0")]
    [InlineData("1023", "1023")]
    public void ToString_EqualAmounts_GiveTheShortestNotation(string text, string shortest)
    {
        Quantity.TryParse(text, out var quantity).ShouldBeTrue();

        quantity.ToString().ShouldBe(shortest);
    }

    [Fact]
    public void Comparison_DifferentNotations_GoesByAmount()
    {
        var binary = Parse("1Gi");
        var @decimal = Parse("1G");
        var more = Parse("1.000000001G");

        (binary > @decimal).ShouldBeTrue();
        (binary >= more).ShouldBeTrue();
        (@decimal < more).ShouldBeTrue();
        (more <= @decimal).ShouldBeFalse();
        @decimal.ShouldBe(Quantity.FromUnits(1_000_000_000));
        Should.Throw<ArgumentOutOfRangeException>(() => Quantity.FromUnits(-1));
    }

    [Fact]
    public void TryParse_WhatToStringGives_IsTheSameAmount()
        => Prop.ForAll(Amounts(), quantity => Quantity.TryParse(quantity.ToString(), out var again) && again == quantity).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_NumberAndSuffix_IsExact()
    {
        (string Suffix, BigInteger Nanos)[] suffixes =
        [
            ("n", 1), ("u", 1000), ("m", 1_000_000), ("", 1_000_000_000), ("k", 1_000_000_000_000), ("Ki", 1_024_000_000_000), ("Mi", (BigInteger)1_000_000_000 << 20),
        ];
        var cases =
            from whole in Gen.Choose(0, int.MaxValue)
            from suffix in Gen.Elements(suffixes)
            select (whole, suffix);

        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            Quantity.TryParse(given.whole + given.suffix.Suffix, out var quantity).ShouldBeTrue();
            var nanos = given.whole * given.suffix.Nanos;
            return quantity.Units == (long)((nanos + 999_999_999) / 1_000_000_000) && quantity.Millicores == (long)((nanos + 999_999) / 1_000_000);
        }).QuickCheckThrowOnFailure();
    }

    private static Arbitrary<Quantity> Amounts()
    {
        var amounts =
            from units in Gen.OneOf(Gen.Choose(0, int.MaxValue).Select(number => (long)number), Gen.Choose(0, 62).Select(bits => 1L << bits))
            from nanos in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 999).Select(milli => milli * 1_000_000), Gen.Choose(0, 999_999_999))
            select Parse($"{units}.{nanos:D9}");
        return amounts.ToArbitrary();
    }

    private static Quantity Parse(string text)
    {
        Quantity.TryParse(text, out var quantity).ShouldBeTrue();
        return quantity;
    }
}
