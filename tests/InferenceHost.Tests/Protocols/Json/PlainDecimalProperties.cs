using System.Globalization;
using System.Text;
using InferenceHost.Protocols.Json;

namespace Inference.InferenceHost.Tests.Protocols.Json;

/// <summary>The quick road for FP32 goes where the slow one goes, or not at all. That one is compared with the framework's in <see cref="DecimalRoundingTests"/>.</summary>
public sealed class PlainDecimalProperties
{
    private const string Behind = ",                               ";
    private const int Cases = 100_000;

    [Fact]
    public void Read_RandomCharactersOfNumbers_IsTheSlowRoadsAnswerOrNone()
    {
        const string characters = "000123456789..-eE+, ]";
        var random = new Random(71);
        var read = 0;
        for (var i = 0; i < Cases; i++)
            read += Compare(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => characters[random.Next(characters.Length)])));

        read.ShouldBeGreaterThan(Cases / 20);
    }

    [Fact]
    public void Read_DigitsOfEveryLengthAroundThePoint_IsTheSlowRoadsAnswerOrNone()
    {
        var random = new Random(72);
        var read = 0;
        for (var whole = 1; whole < 10; whole++)
        {
            for (var fraction = 0; fraction < 25; fraction++)
            {
                for (var i = 0; i < 200; i++)
                {
                    var number = $"{(i % 2 == 0 ? "-" : "")}{Digits(random, whole, i)}";
                    read += Compare(fraction == 0 ? number : $"{number}.{Digits(random, fraction, i)}");
                }
            }
        }

        read.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Read_HalfwayBetweenNeighboursAndJustBeside_IsTheSlowRoadsAnswerOrNone()
    {
        var random = new Random(73);
        for (var i = 0; i < Cases; i++)
        {
            // between 2^-10 and 2^30: halfway points of few enough digits
            var low = BitConverter.UInt32BitsToSingle((uint)random.Next(117 << 23, 157 << 23));
            var middle = ((double)low + MathF.BitIncrement(low)) / 2;
            var text = middle.ToString("F40", CultureInfo.InvariantCulture).TrimEnd('0');
            Compare(text.TrimEnd('.'));
            Compare($"{text}1");
            Compare($"{text}000001");
            Compare(text[^1] == '.' ? $"{text}00" : $"{text[..^1]}{(char)(text[^1] - 1)}99");
        }
    }

    [Theory]
    [InlineData("0.5", 3)]
    [InlineData("-0", 2)]
    [InlineData("255", 3)]
    [InlineData("9999999.9999999", 15)]
    [InlineData("0.0000000001234567890", 21)]
    [InlineData("0.00000000012345678901", 0)]
    [InlineData("0.012345678901234567", 20)]
    [InlineData("99999999", 0)]
    [InlineData("01", 0)]
    [InlineData("1.", 0)]
    [InlineData(".5", 0)]
    [InlineData("-", 0)]
    [InlineData("1e5", 0)]
    [InlineData("1.5E5", 0)]
    public void Read_EachForm_IsTakenOrLeft(string number, int length) => PlainDecimal.Read((number + Behind).Utf8(), out _).ShouldBe(length);

    [Fact]
    public void Read_CutAnywhere_IsTheSlowRoadsAnswerOrNone()
    {
        var text = ("-1.2345678901234567" + Behind).Utf8();
        for (var length = 0; length <= text.Length; length++)
            Compare(text.AsSpan(0, length));
    }

    private static string Digits(Random random, int count, int seed) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => (seed % 5) switch { 0 => '9', 1 => '0', _ => (char)('0' + random.Next(10)) }));

    private static int Compare(string text)
    {
        var longer = (text + Behind).Utf8();
        return Compare(longer) + Compare(text.Utf8());
    }

    /// <summary>1 where it was read.</summary>
    private static int Compare(ReadOnlySpan<byte> text)
    {
        var length = PlainDecimal.Read(text, out var value);
        if (length == 0)
            return 0;
        var expectedLength = NarrowElement.Read<Fp32Format>(text, out var expected);
        if (length != expectedLength || BitConverter.SingleToUInt32Bits(value) != BitConverter.SingleToUInt32Bits((float)expected))
            throw new ShouldAssertException($"'{Encoding.UTF8.GetString(text)}': expected {expected} of {expectedLength} characters, got {value} of {length}");
        return 1;
    }
}
