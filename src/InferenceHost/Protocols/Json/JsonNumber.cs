using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// A JSON number taken apart: ± significand × 10^exponent. Up to 19 significant digits are exact; where there are more,
/// <see cref="IsCut"/> says so and the significand holds the first 19.
/// </summary>
internal readonly struct JsonNumber
{
    /// <summary>Decimal digits that always fit in 64 bits.</summary>
    private const int MostDigits = 19;

    /// <summary>Beyond any exponent that matters, and far from overflowing.</summary>
    private const int HugeExponent = 1 << 28;

    private JsonNumber(bool isNegative, ulong significand, int exponent, bool isCut, bool isInteger)
    {
        IsNegative = isNegative;
        Significand = significand;
        Exponent = exponent;
        IsCut = isCut;
        IsInteger = isInteger;
    }

    public bool IsNegative { get; }

    public ulong Significand { get; }

    public int Exponent { get; }

    /// <summary>Whether digits beyond the 19th were left out.</summary>
    public bool IsCut { get; }

    /// <summary>Whether it is written without fraction and exponent.</summary>
    public bool IsInteger { get; }

    /// <summary>Reads the number that the text begins with.</summary>
    /// <returns>Its length; where it is none, minus the offset at which a digit was expected.</returns>
    public static int Scan(ReadOnlySpan<byte> text, out JsonNumber number)
    {
        number = default;
        var at = 0;
        var isNegative = !text.IsEmpty && text[0] == '-';
        if (isNegative)
            at = 1;
        var significand = 0UL;
        var start = at;
        at = Digits(text, at, ref significand);
        var whole = at - start;
        // a second digit behind a leading zero is not part of the number
        if (whole > 1 && text[start] == '0')
        {
            number = new JsonNumber(isNegative, 0, 0, isCut: false, isInteger: true);
            return start + 1;
        }

        if (whole == 0)
            return -at;
        var fraction = 0;
        if ((uint)at < (uint)text.Length && text[at] == '.')
        {
            var point = at + 1;
            at = ManyDigits(text, point, ref significand);
            fraction = at - point;
            if (fraction == 0)
                return -at;
        }

        var digitsEnd = at;
        var exponent = 0;
        if ((uint)at < (uint)text.Length && (text[at] | 0x20) == 'e' && !Exponential(text, ref at, out exponent))
            return -at;
        number = whole + fraction <= MostDigits
            ? new JsonNumber(isNegative, significand, exponent - fraction, isCut: false, isInteger: at == start + whole)
            : Long(text[start..digitsEnd], whole, isNegative, exponent, isInteger: at == start + whole);
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Digits(ReadOnlySpan<byte> text, int at, ref ulong value)
    {
        while ((uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9)
        {
            value = (value * 10) + (uint)(text[at] - '0');
            at++;
        }

        return at;
    }

    /// <summary>As <see cref="Digits"/>, eight at a time while there are so many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ManyDigits(ReadOnlySpan<byte> text, int at, ref ulong value)
    {
        while (at + DigitWord.Length <= text.Length)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(text[at..]);
            if (DigitWord.Count(word) < DigitWord.Length)
                break;
            value = (value * 100_000_000) + DigitWord.Join(word, DigitWord.Length);
            at += DigitWord.Length;
        }

        return Digits(text, at, ref value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Exponential(ReadOnlySpan<byte> text, ref int at, out int exponent)
    {
        exponent = 0;
        at++;
        var isNegative = (uint)at < (uint)text.Length && text[at] == '-';
        if (isNegative || ((uint)at < (uint)text.Length && text[at] == '+'))
            at++;
        var start = at;
        while ((uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9)
        {
            exponent = Math.Min(HugeExponent, (exponent * 10) + (text[at] - '0'));
            at++;
        }

        if (isNegative)
            exponent = -exponent;
        return at > start;
    }

    /// <summary>More digits than fit: leading zeros are passed over, then the first 19 are taken.</summary>
    /// <param name="digits">The digits, with the point.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static JsonNumber Long(ReadOnlySpan<byte> digits, int whole, bool isNegative, int exponent, bool isInteger)
    {
        var significand = 0UL;
        var taken = 0;
        var isCut = false;
        long scale = exponent;
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == '.')
                continue;
            var isWhole = i < whole;
            if (taken == MostDigits)
            {
                isCut |= digits[i] != '0';
                scale += isWhole ? 1 : 0;
                continue;
            }

            significand = (significand * 10) + (uint)(digits[i] - '0');
            taken += significand == 0 ? 0 : 1;
            scale -= isWhole ? 0 : 1;
        }

        return new JsonNumber(isNegative, significand, (int)Math.Clamp(scale, -HugeExponent, HugeExponent), isCut, isInteger);
    }
}
