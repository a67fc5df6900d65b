using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Reads FP32 numbers as nearly all of them are written: a sign, up to seven digits, a point and up to 19 more, without an exponent. It gives up on every other
/// form, near the end of the text, and where rounding hangs on more than it looks at; <see cref="NarrowElement"/> takes them all.
/// </summary>
/// <remarks>
/// Digits are joined eight at a time, and one division of doubles rounds: significand and divisor are each within half a unit in the last place of a
/// double (the divisor is exact), so is the division, so that the quotient is off by less than two units. Halfway between two neighbours of FP32 the lower 29 bits of
/// a double are 0x10000000; where the quotient is not within four units of that, it rounds as the number itself does. Nothing here is below 10^-19 or above 10^19,
/// so that every quotient is a normal FP32 or zero. Benchmark: JsonNumbers.
/// </remarks>
internal static class PlainDecimal
{
    private const int MostWhole = DigitWord.Length - 1;
    private const int MostFraction = 19;

    /// <summary>A sign, eight bytes, and the point or what else is behind them.</summary>
    private const int LeastText = 10;

    /// <summary>Behind the point: three words are looked at.</summary>
    private const int LeastFraction = 3 * DigitWord.Length;

    private const uint RoundedOff = (1 << 29) - 1;
    private const uint NearHalf = (1 << 28) - 4;

    // an array and not a span over constant data: until a method is optimised, each look at such a span allocates
    private static readonly double[] PowersOfTen = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

    private static readonly ulong[] WholePowers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>Reads the number that the text begins with.</summary>
    /// <returns>Its length; 0 where it was not read, whatever it is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> text, out float value)
    {
        value = 0;
        if (text.Length < LeastText)
            return 0;
        var sign = text[0] == '-' ? 1 : 0;
        var head = BinaryPrimitives.ReadUInt64LittleEndian(text[sign..]);
        var count = DigitWord.Count(head);
        // a leading zero has no digit behind it
        if ((uint)(count - 1) >= MostWhole || (count > 1 && (byte)head == '0'))
            return 0;
        var whole = DigitWord.Join(head, count);
        var at = sign + count;
        var next = text[at];
        if (next == '.')
            return ReadFraction(text, at + 1, sign, whole, out value);
        value = Signed((int)whole, sign);
        return IsExponent(next) ? 0 : at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ReadFraction(ReadOnlySpan<byte> text, int at, int sign, ulong whole, out float value)
    {
        value = 0;
        text = text[at..];
        if (text.Length < LeastFraction)
            return 0;
        var word = BinaryPrimitives.ReadUInt64LittleEndian(text);
        var count = DigitWord.Count(word);
        if (count == 0)
            return 0;
        var significand = (whole * WholePowers[count]) + DigitWord.Join(word, count);
        if (count == DigitWord.Length && !TryReadMore(text, whole, ref significand, ref count))
            return 0;
        if (IsExponent(text[count]))
            return 0;
        var quotient = (long)significand / PowersOfTen[count];
        if (((uint)BitConverter.DoubleToUInt64Bits(quotient) & RoundedOff) - NearHalf <= 8)
            return 0;
        value = Signed((float)quotient, sign);
        return at + count;
    }

    /// <summary>Reads on behind the first eight digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadMore(ReadOnlySpan<byte> text, ulong whole, ref ulong significand, ref int count)
    {
        var word = BinaryPrimitives.ReadUInt64LittleEndian(text[DigitWord.Length..]);
        var more = DigitWord.Count(word);
        if (more == 0)
            return true;
        significand = (significand * WholePowers[more]) + DigitWord.Join(word, more);
        count += more;
        // 16 digits and seven before the point need not fit any more
        return more < DigitWord.Length ? whole < 1_000 : TryReadRest(text, whole, ref significand, ref count);
    }

    /// <summary>Reads on behind the first sixteen digits: doubles come that long.</summary>
    private static bool TryReadRest(ReadOnlySpan<byte> text, ulong whole, ref ulong significand, ref int count)
    {
        for (; count < MostFraction && (uint)(text[count] - '0') <= 9; count++)
            significand = (significand * 10) + (uint)(text[count] - '0');
        return whole == 0 && significand <= long.MaxValue && (uint)(text[count] - '0') > 9;
    }

    private static bool IsExponent(byte next) => (next | 0x20) == 'e';

    private static float Signed(float magnitude, int sign) =>
        BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(magnitude) | ((uint)sign << 31));
}
