using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Inference.Contracts.Tests.Tensors;

public sealed class ShapeTests
{
    private static readonly Arbitrary<long[]> AnyDimensions = Gen.Frequency(
        (6, Gen.Choose(0, 40).Select(value => (long)value)),
        (1, Gen.Elements(-1L, -2L, long.MinValue, long.MaxValue, 1L << 32, 1L << 31, int.MaxValue))).ArrayOf().ToArbitrary();

    [Fact]
    public void TryCountElements_AnyDimensions_IsTheirProductWhereThereIsOne() =>
        Prop.ForAll(AnyDimensions, dimensions =>
        {
            var product = dimensions.Aggregate(BigInteger.One, (all, one) => all * one);
            var expected = !Array.Exists(dimensions, dimension => dimension < 0) && product <= long.MaxValue;
            return new Shape(dimensions).TryCountElements(out var count) == expected && (!expected || count == product);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryCountElements_AZeroAmongHugeOnes_IsZero()
    {
        new Shape(long.MaxValue, 0, long.MaxValue).TryCountElements(out var count).ShouldBeTrue();

        count.ShouldBe(0);
    }

    [Fact]
    public void Equals_AnyTwo_IsEqualityOfDimensions() =>
        Prop.ForAll(AnyDimensions, AnyDimensions, (one, other) =>
        {
            var (left, right) = (new Shape(one), new Shape(other));
            var equal = one.SequenceEqual(other);
            return left == right == equal && left != right == !equal && left.Equals((object)right) == equal
                && left == new Shape([.. one]) && left.GetHashCode() == new Shape([.. one]).GetHashCode();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Default_IsTheScalar()
    {
        var shape = default(Shape);

        shape.ShouldBe(Shape.Scalar);
        shape.ShouldBe(new Shape());
        shape.Rank.ShouldBe(0);
        shape.AsArray.ShouldBeEmpty();
        shape.IsFixed.ShouldBeTrue();
        shape.ToString().ShouldBe("[]");
        shape.TryCountElements(out var count).ShouldBeTrue();
        count.ShouldBe(1);
        shape.Equals("[]").ShouldBeFalse();
    }

    [Theory]
    [InlineData(new long[] { 1, -1, 64 }, new long[] { 1, 7, 64 }, true)]
    [InlineData(new long[] { 1, -1, 64 }, new long[] { 1, 0, 64 }, true)]
    [InlineData(new long[] { 1, -1, 64 }, new long[] { 1, 7, 63 }, false)]
    [InlineData(new long[] { 1, -1, 64 }, new long[] { 1, 7 }, false)]
    [InlineData(new long[] { -1 }, new long[] { }, false)]
    [InlineData(new long[] { }, new long[] { }, true)]
    public void Accepts_RankAndKnownDimensionsMustAgree(long[] asked, long[] given, bool expected) =>
        new Shape(asked).Accepts(new Shape(given)).ShouldBe(expected);

    [Fact]
    public void ToString_IsTheJsonArray()
    {
        var shape = new Shape(1, -1, 64);

        shape.ToString().ShouldBe("[1,-1,64]");
        shape.IsFixed.ShouldBeFalse();
        shape[2].ShouldBe(64);
        shape.Rank.ShouldBe(3);
    }
}
