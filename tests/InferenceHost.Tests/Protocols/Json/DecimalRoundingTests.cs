using System.Globalization;
using System.Numerics;
using System.Text;
using InferenceHost.Protocols.Json;

namespace Inference.InferenceHost.Tests.Protocols.Json;

/// <summary>The framework's parsers round correctly; they are the reference for FP64, FP32 and FP16. For BF16 it is a calculation with fractions of whole numbers.</summary>
public sealed class DecimalRoundingTests
{
    private const int Cases = 10_000;
    private static readonly byte[] Behind = ",                               "u8.ToArray();

    [Fact]
    public void Read_ShortestFormOfRandomBits_GivesTheSameBits()
    {
        var random = new Random(31);
        for (var i = 0; i < Cases; i++)
        {
            var wide = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            var single = BitConverter.Int32BitsToSingle((int)random.NextInt64(int.MinValue, int.MaxValue));
            var half = BitConverter.UInt16BitsToHalf((ushort)random.Next(1 << 16));
            if (double.IsFinite(wide))
                Compare(wide.ToString("R"));
            if (float.IsFinite(single))
                Compare(i % 2 == 0 ? single.ToString("R") : ((double)single).ToString("R"));
            if (Half.IsFinite(half))
                Compare(i % 2 == 0 ? half.ToString() : ((double)half).ToString("R"));
        }
    }

    [Fact]
    public void Read_RandomDigits_RoundsAsTheFrameworkDoes()
    {
        var random = new Random(32);
        for (var i = 0; i < Cases; i++)
            Compare(RandomNumber(random));
    }

    [Fact]
    public void Read_HalfwayAndJustBeside_RoundsToEvenOnlyAtTheVeryMiddle()
    {
        var random = new Random(33);
        for (var i = 0; i < 400; i++)
        {
            var low = BitConverter.Int32BitsToSingle(random.Next(0x7F7FFFFF));
            CompareAround(Middle(low, MathF.BitIncrement(low)));
            var half = BitConverter.UInt16BitsToHalf((ushort)random.Next(0x7BFF));
            CompareAround(Middle((double)half, (double)Half.BitIncrement(half)));
            var bits = (ushort)random.Next(0x7F7F);
            CompareAround(Middle(Bf16Format.ToSingle(bits), Bf16Format.ToSingle((ushort)(bits + 1))));
        }
    }

    [Theory]
    [InlineData("65519.99999999999999999999999999")]
    [InlineData("65520")]
    [InlineData("65519.9")]
    [InlineData("3.3961775292304957e38")]
    [InlineData("339617752923046005526922703901628039168")]
    [InlineData("339617752923046005526922703901628039167.99999")]
    [InlineData("340282356779733661637539395458142568447")]
    [InlineData("340282356779733661637539395458142568448")]
    [InlineData("340282366920938463463374607431768211455")]
    [InlineData("1e39")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("1.7976931348623159e308")]
    [InlineData("1e400")]
    [InlineData("1e-400")]
    [InlineData("1e99999999999999999999")]
    [InlineData("1e-99999999999999999999")]
    [InlineData("0e99999999999999999999")]
    [InlineData("0.00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001e112")]
    [InlineData("100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000e-112")]
    [InlineData("9007199254740993")]
    [InlineData("9007199254740992.99999999999999999999")]
    [InlineData("4.9406564584124654e-324")]
    [InlineData("2.4703282292062327e-324")]
    [InlineData("2.4703282292062328e-324")]
    [InlineData("1.401298464324817e-45")]
    [InlineData("7.006492321624085e-46")]
    [InlineData("7.006492321624086e-46")]
    [InlineData("2.98023223876953125e-8")]
    [InlineData("2.980232238769531250000000000000000000000000000000000000001e-8")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    public void Read_AtTheEdges_RoundsAsTheFrameworkDoes(string number) => Compare(number);

    [Fact]
    public void Read_NumberOfAMillionDigits_IsReadAndRight()
    {
        var digits = new string('0', 1_000_000);

        Compare("1." + digits + "1");
        Compare("0." + digits + "1");
        Compare("1" + digits);
        Compare("0." + new string('9', 1_000_000));
    }

    [Theory]
    [InlineData("1.000000059604644775390625")]
    [InlineData("1.00048828125")]
    [InlineData("1.00390625")]
    public void Read_HalfwayAndSomethingFarBehind_RoundsUp(string middle)
    {
        Compare(middle + new string('0', 1_500) + "1");
        Compare(middle + new string('0', 1_500));
    }

    private static void CompareAround(string middle)
    {
        Compare(middle);
        Compare(middle.Contains('.') ? middle + "000000000000000000000000000001" : middle);
        // one less in the last of many digits
        var mantissa = middle.Split('E');
        var below = (BigInteger.Parse(mantissa[0].Replace(".", "") + new string('0', 30)) - 1).ToString();
        var scale = int.Parse(mantissa[1], CultureInfo.InvariantCulture) - (mantissa[0].Length - 2) - 30;
        Compare($"{below}e{scale}");
    }

    /// <summary>Exactly between two neighbours, with all its digits.</summary>
    private static string Middle(double low, double high) => ((low + high) / 2).ToString("E800", CultureInfo.InvariantCulture) is var text
        ? text[..text.IndexOf('E')].TrimEnd('0') is var digits && digits.EndsWith('.') ? digits + "0" + text[text.IndexOf('E')..] : digits + text[text.IndexOf('E')..]
        : "";

    private static string RandomNumber(Random random)
    {
        var text = new StringBuilder(random.Next(2) == 0 ? "" : "-");
        var whole = Digits(random, random.Next(1, 25)).TrimStart('0');
        text.Append(whole.Length == 0 ? "0" : whole);
        if (random.Next(2) == 0)
            text.Append('.').Append(Digits(random, random.Next(1, 30)));
        if (random.Next(2) == 0)
            text.Append(random.Next(2) == 0 ? 'e' : 'E').Append(random.Next(3) switch { 0 => "", 1 => "+", _ => "-" }).Append(random.Next(random.Next(2) == 0 ? 30 : 340));
        return text.ToString();
    }

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + (random.Next(3) == 0 ? 0 : random.Next(10)))));

    private static void Compare(params string[] numbers)
    {
        foreach (var number in numbers)
        {
            var text = number.Utf8();
            var wide = double.Parse(number, CultureInfo.InvariantCulture);
            Check(number, BitConverter.DoubleToUInt64Bits(wide), double.IsFinite(wide), Fp64Element.Read(text, out var fp64), BitConverter.DoubleToUInt64Bits(fp64));
            var single = float.Parse(number, CultureInfo.InvariantCulture);
            Check(number, BitConverter.SingleToUInt32Bits(single), float.IsFinite(single), Fp32Element.Read(text, out var fp32), BitConverter.SingleToUInt32Bits(fp32));
            // with more text behind it, on the quick road
            Check(number, BitConverter.SingleToUInt32Bits(single), float.IsFinite(single), Fp32Element.Read([.. text, .. Behind], out fp32), BitConverter.SingleToUInt32Bits(fp32));
            var half = Half.Parse(number, CultureInfo.InvariantCulture);
            Check(number, BitConverter.HalfToUInt16Bits(half), Half.IsFinite(half), Fp16Element.Read(text, out var fp16), BitConverter.HalfToUInt16Bits(fp16));
            if (number.Length > 2_000)
                continue;
            var bf16 = NearestBf16(number);
            Check(number, bf16, (bf16 & 0x7F80) != 0x7F80, Bf16Element.Read(text, out var actual), actual);
        }
    }

    private static void Check(string number, ulong expected, bool isFinite, int length, ulong actual)
    {
        if (length != (isFinite ? number.Length : 0) || (isFinite && actual != expected))
            throw new ShouldAssertException($"{number}: expected {(isFinite ? $"{expected:X}" : "to be out of range")}, got {actual:X} of {length} characters");
    }

    private static ushort NearestBf16(string number)
    {
        var (numerator, denominator) = Fraction(number);
        var sign = (ushort)(number[0] == '-' ? 0x8000 : 0);

        // the largest BF16 that is not above, by its bits; 0x7F80 stands for 2^128, where rounding overflows
        int low = 0, high = 0x7F80;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Compare(Scaled(middle), denominator, numerator) <= 0)
                low = middle;
            else
                high = middle;
        }

        var twice = Compare(Scaled(low) + Scaled(high), denominator, numerator * 2);
        return (ushort)(sign | (twice < 0 || (twice == 0 && (low & 1) == 1) ? high : low));
    }

    /// <summary>2^133 times the value: whole for every BF16.</summary>
    private static BigInteger Scaled(int bits)
    {
        var exponent = bits >> 7;
        BigInteger significand = (bits & 0x7F) | (exponent == 0 ? 0 : 0x80);
        return significand << Math.Max(0, exponent - 1);
    }

    private static int Compare(BigInteger scaled, BigInteger denominator, BigInteger numerator) => (scaled * denominator).CompareTo(numerator << 133);

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(string number)
    {
        var parts = number.TrimStart('-').Split('e', 'E');
        var point = parts[0].Split('.');
        var digits = BigInteger.Parse(string.Concat(point));
        var exponent = (parts.Length > 1 ? BigInteger.Parse(parts[1], NumberStyles.AllowLeadingSign) : 0) - (point.Length > 1 ? point[1].Length : 0);
        // beyond this all is 0 or infinite
        var scale = (int)BigInteger.Max(-2_000, BigInteger.Min(2_000, exponent));
        return scale < 0 ? (digits, BigInteger.Pow(10, -scale)) : (digits * BigInteger.Pow(10, scale), 1);
    }
}
