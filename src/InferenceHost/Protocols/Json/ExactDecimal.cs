using System.Numerics;

namespace InferenceHost.Protocols.Json;

/// <summary>Compares a decimal number with a binary one exactly, whatever the number of digits. Slow; asked only where rounding hangs on it.</summary>
internal static class ExactDecimal
{
    /// <summary>No double has more significant decimal digits than 767; what comes behind only breaks a tie.</summary>
    private const int MostDigits = 800;

    /// <summary>With <see cref="MostDigits"/> digits before it, beyond the range of any double.</summary>
    private const int MostPower = 2000;

    /// <summary>The sign of |<paramref name="token"/>| - <paramref name="value"/>.</summary>
    /// <param name="token">A JSON number, near <paramref name="value"/>.</param>
    /// <param name="value">Finite and above zero.</param>
    public static int Compare(ReadOnlySpan<byte> token, double value)
    {
        var (digits, ten) = Take(token);
        if (Math.Abs(ten) > MostPower)
            return ten;
        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)(bits >> 52);
        var fraction = bits & ((1L << 52) - 1);
        BigInteger significand = biased == 0 ? fraction : fraction | (1L << 52);
        var two = Math.Max(biased, 1) - 1075;

        // digits × 10^ten against significand × 2^two, each negative power multiplied over to the other side
        var left = (ten > 0 ? digits * BigInteger.Pow(10, ten) : digits) << Math.Max(0, -two);
        var right = (ten < 0 ? significand * BigInteger.Pow(10, -ten) : significand) << Math.Max(0, two);
        return left.CompareTo(right);
    }

    private static (BigInteger Digits, int PowerOfTen) Take(ReadOnlySpan<byte> token)
    {
        var end = token.IndexOfAny((byte)'e', (byte)'E');
        long exponent = end < 0 ? 0 : ReadExponent(token[(end + 1)..]);
        Span<byte> digits = stackalloc byte[MostDigits + 1];
        var count = 0;
        var isFraction = false;
        var isCut = false;
        foreach (var next in end < 0 ? token : token[..end])
        {
            if (next == '-')
                continue;
            if (next == '.')
            {
                isFraction = true;
                continue;
            }

            exponent -= isFraction ? 1 : 0;
            if (count == 0 && next == '0')
                continue;
            if (count < MostDigits)
            {
                digits[count++] = next;
                continue;
            }

            exponent++;
            isCut |= next != '0';
        }

        if (isCut)
        {
            // larger than the digits that are kept, and less than one more in the last of them
            digits[count++] = (byte)'1';
            exponent--;
        }

        return (BigInteger.Parse(System.Text.Encoding.ASCII.GetString(digits[..count])), (int)Math.Clamp(exponent, -int.MaxValue, int.MaxValue));
    }

    private static long ReadExponent(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var next in digits)
        {
            if (next is not ((byte)'-' or (byte)'+'))
                value = Math.Min(int.MaxValue, (value * 10) + (next - '0'));
        }

        return digits[0] == '-' ? -value : value;
    }
}
