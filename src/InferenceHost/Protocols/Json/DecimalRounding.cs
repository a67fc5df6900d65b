using System.Globalization;
using System.Runtime.CompilerServices;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Rounds a JSON number to a binary floating-point number, to nearest, ties to even, always from the decimal digits: FP32, FP16 and BF16 are not
/// rounded by way of FP64. What is too large becomes an infinity, which the callers refuse.
/// </summary>
/// <remarks>
/// Two roads that are quick and exact, and one that is slow. FP64: a significand up to 2^53 and a power of ten up to 10^22 are both exact, so that
/// one multiplication or division rounds once (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990). The narrower types: the quotient
/// or product is within 4 units in the last place of a double; where both ends of that interval round to the same number, so does what lies between.
/// </remarks>
internal static class DecimalRounding
{
    private const ulong MostExact = 1UL << 53;
    private const int MostExactPower = 22;

    /// <summary>Whole numbers up to here, the pixels of images, are exact in every format.</summary>
    private const ulong ExactEverywhere = 256;

    private const int MostPower = 64;

    /// <summary>Three roundings and a cut after the 19th digit are under 4 units in the last place; twice that for good measure.</summary>
    private const int Margin = 8;

    // an array and not a span over constant data: until a method is optimised, each look at such a span allocates
    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
        1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31, 1e32, 1e33, 1e34, 1e35, 1e36, 1e37, 1e38, 1e39, 1e40, 1e41, 1e42, 1e43,
        1e44, 1e45, 1e46, 1e47, 1e48, 1e49, 1e50, 1e51, 1e52, 1e53, 1e54, 1e55, 1e56, 1e57, 1e58, 1e59, 1e60, 1e61, 1e62, 1e63, 1e64,
    ];

    /// <param name="number">The number.</param>
    /// <param name="token">The same as it is written, for the slow road.</param>
    public static double ToDouble(in JsonNumber number, ReadOnlySpan<byte> token)
    {
        var isExact = number.Significand <= MostExact && !number.IsCut && (uint)(number.Exponent + MostExactPower) <= 2 * MostExactPower;
        return Signed(number, number.Significand == 0 ? 0 : isExact ? Scaled(number) : Parse(token));
    }

    /// <summary>The nearest value of a narrower format, as a double, which holds it exactly.</summary>
    /// <param name="number">The number.</param>
    /// <param name="token">The same as it is written, for the slow road.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToNarrow<TFormat>(in JsonNumber number, ReadOnlySpan<byte> token)
        where TFormat : IFloatFormat
    {
        if (number.Significand == 0 || (number.Significand <= ExactEverywhere && number.Exponent == 0))
            return Signed(number, number.Significand);
        if ((uint)(number.Exponent + MostPower) <= 2 * MostPower)
        {
            var bits = BitConverter.DoubleToUInt64Bits(Scaled(number));
            var low = TFormat.Nearest(BitConverter.UInt64BitsToDouble(bits - Margin));
            if (low == TFormat.Nearest(BitConverter.UInt64BitsToDouble(bits + Margin)))
                return Signed(number, low);
        }

        return Signed(number, NearestSlowly<TFormat>(token));
    }

    /// <summary>Rounds to FP64 first, which decides unless that is a tie of the narrow format: then all digits of the number are looked at.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double NearestSlowly<TFormat>(ReadOnlySpan<byte> token)
        where TFormat : IFloatFormat
    {
        var value = Parse(token);
        var below = TFormat.Nearest(Math.BitDecrement(value));
        var above = Math.Min(TFormat.Nearest(Math.BitIncrement(value)), TFormat.Overflow);
        if (!double.IsFinite(value) || below == above || value - below != above - value)
            return TFormat.Nearest(value);
        var side = ExactDecimal.Compare(token, value);
        var nearest = side == 0 ? TFormat.Nearest(value) : side < 0 ? below : above;
        return nearest == TFormat.Overflow ? double.PositiveInfinity : nearest;
    }

    private static double Parse(ReadOnlySpan<byte> token) => Math.Abs(double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static double Scaled(in JsonNumber number) => number.Exponent < 0
        ? number.Significand / PowersOfTen[-number.Exponent]
        : number.Significand * PowersOfTen[number.Exponent];

    private static double Signed(in JsonNumber number, double value) => number.IsNegative ? -value : value;
}
