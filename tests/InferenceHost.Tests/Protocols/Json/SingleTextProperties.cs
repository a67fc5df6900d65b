using System.Globalization;
using System.Numerics;
using System.Text;
using InferenceHost.Protocols.Json;

namespace Inference.InferenceHost.Tests.Protocols.Json;

/// <summary>FP32 as text is what the framework makes of it, character by character.</summary>
public sealed class SingleTextProperties
{
    [Fact]
    public void Write_RandomBits_IsTheFrameworksText()
    {
        var random = new Random(81);
        for (var i = 0; i < 500_000; i++)
            Compare((uint)random.NextInt64(1L << 32));
    }

    [Fact]
    public void Write_EveryExponent_IsTheFrameworksText()
    {
        var random = new Random(82);
        for (uint exponent = 0; exponent < 255; exponent++)
        {
            foreach (var fraction in new uint[] { 0, 1, 2, 3, 0x3FFFFF, 0x400000, 0x400001, 0x7FFFFE, 0x7FFFFF })
                Compare((exponent << 23) | fraction);
            for (var i = 0; i < 500; i++)
                Compare((exponent << 23) | (uint)random.Next(1 << 23));
        }
    }

    [Fact]
    public void Write_TheSmallest_IsTheFrameworksText()
    {
        for (uint bits = 0; bits < 20_000; bits++)
            Compare(bits);
    }

    [Fact]
    public void Write_WholeNumbersAndPowersOfTenAndTheirNeighbours_IsTheFrameworksText()
    {
        for (var i = 0; i < 100_000; i++)
            CompareAround(i);
        for (var power = -45; power < 39; power++)
        {
            for (var digit = 1; digit < 10; digit++)
                CompareAround(float.Parse($"{digit}e{power}", CultureInfo.InvariantCulture));
        }

        for (var i = (1 << 24) - 1_000; i < (1 << 24) + 1_000; i++)
            CompareAround(i);
    }

    [Fact]
    public void Write_SmallFractions_IsTheFrameworksText()
    {
        // pixels, and what has few digits
        for (var i = 0; i < 256; i++)
            CompareAround(i / 255f);
        for (var i = 0; i < 100_000; i++)
            CompareAround(i / 1_000f);
    }

    [Fact]
    public void At_EveryPower_IsRoundedUpTo64Bits()
    {
        for (var power = SinglePowers.Least; power <= SinglePowers.Most; power++)
        {
            var ten = BigInteger.Pow(10, Math.Abs(power));
            var scale = BigInteger.One << 300;
            // as many bits as a significand has, from a number that is far larger
            var large = power < 0 ? ((scale * scale) + ten - 1) / ten : ten * scale;
            var cut = (int)large.GetBitLength() - 64;
            var expected = (large + (BigInteger.One << cut) - 1) >> cut;
            SinglePowers.At(power).ShouldBe((ulong)expected, $"10^{power}");
        }
    }

    private static void CompareAround(float value)
    {
        Compare(BitConverter.SingleToUInt32Bits(value));
        Compare(BitConverter.SingleToUInt32Bits(MathF.BitIncrement(value)));
        Compare(BitConverter.SingleToUInt32Bits(MathF.BitDecrement(value)));
    }

    private static void Compare(uint bits)
    {
        var value = BitConverter.UInt32BitsToSingle(bits);
        Span<byte> expected = stackalloc byte[SingleText.Room];
        Span<byte> actual = stackalloc byte[SingleText.Room];
        if (float.IsFinite(value))
        {
            value.TryFormat(expected, out var written, default, CultureInfo.InvariantCulture);
            expected = expected[..written];
        }
        else
        {
            expected = NamedNumber.Quoted(value).ToArray();
        }

        actual = actual[..SingleText.Write(value, actual)];
        if (!actual.SequenceEqual(expected))
            throw new ShouldAssertException($"{bits:X8}: expected {Encoding.ASCII.GetString(expected)}, got {Encoding.ASCII.GetString(actual)}");
    }
}
