using System.Runtime.CompilerServices;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// The shortest decimal number that rounds to an FP32 number, and of those as short the nearest to it; where two are as near, the one with the even digit.
/// </summary>
/// <remarks>
/// R. Giulietti, The Schubfach way to render doubles, 2020, for binary32. The numbers that round to v = c·2^q lie within half a unit around it, at 4c - 2 and 4c + 2 in
/// quarters of a unit (4c - 1 below where the neighbour there is nearer). Scaled by 10^-k, so that a unit is from 1 to 10, at most one multiple of ten and at least one whole
/// number lie between. The products are cut to whole quarters, with the last bit set where something was cut off, which compares as the exact ones would.
/// </remarks>
internal static class ShortestSingle
{
    private const int FractionBits = 23;
    private const uint ImplicitBit = 1u << FractionBits;
    private const int Bias = 150;

    /// <summary>|value| = digits × 10^exponent; the digits may end in zeros.</summary>
    /// <param name="magnitude">The bits without the sign; finite and above zero.</param>
    /// <param name="exponent">Of ten.</param>
    public static uint Find(uint magnitude, out int exponent)
    {
        var fraction = magnitude & (ImplicitBit - 1);
        var biased = (int)(magnitude >> FractionBits);
        var c = biased == 0 ? fraction : fraction | ImplicitBit;
        var q = Math.Max(biased, 1) - Bias;
        var isNearBelow = fraction == 0 && biased > 1;

        var k = ((q * 1_262_611) - (isNearBelow ? 524_031 : 0)) >> 22;
        var shift = q + Log2OfPower(-k) + 1;
        var power = SinglePowers.At(-k);
        // an even significand wins its ties: the ends belong to it
        var odd = c & 1;
        var low = Scale(power, ((4 * c) - (isNearBelow ? 1u : 2u)) << shift) + odd;
        var quarters = Scale(power, (4 * c) << shift);
        var high = Scale(power, ((4 * c) + 2) << shift) - odd;

        var whole = quarters / 4;
        var tens = whole / 10;
        var isBelow = low <= 40 * tens;
        var isAbove = (40 * tens) + 40 <= high;
        if (isBelow != isAbove && whole >= 10)
        {
            exponent = k + 1;
            return tens + (isAbove ? 1u : 0u);
        }

        exponent = k;
        isBelow = low <= 4 * whole;
        isAbove = (4 * whole) + 4 <= high;
        var middle = (4 * whole) + 2;
        var isUp = isBelow != isAbove ? isAbove : quarters > middle || (quarters == middle && (whole & 1) == 1);
        return whole + (isUp ? 1u : 0u);
    }

    /// <summary>The product's upper 32 bits, the last of them set where the next 32 hold more than the power's own error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Scale(ulong power, uint factor)
    {
        var upper = Math.BigMul(power, factor, out var lower);
        return (uint)upper | ((uint)(lower >> 32) > 1 ? 1u : 0u);
    }

    /// <summary>floor(log2(10^<paramref name="power"/>))</summary>
    private static int Log2OfPower(int power) => (power * 1_741_647) >> 19;
}
