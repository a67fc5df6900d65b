using System.Buffers.Binary;
using System.Numerics;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Writes FP32 numbers as text, in the form of the framework: the shortest digits that read back bit for bit, a point in them or zeros behind them up to nine digits,
/// up to four zeros before them, else with an exponent. NaN and the infinities are strings. Benchmark: JsonNumbers.
/// </summary>
internal static class SingleText
{
    /// <summary>Room for one number and what is written beyond its end, to be written over.</summary>
    public const int Room = 32;

    /// <summary>From here on not every whole number is an FP32.</summary>
    private const float WholeEnd = 1 << 24;

    /// <summary>Shortest digits of an FP32 at most.</summary>
    private const int MostDigits = 9;

    private const uint Infinity = 0x7F800000;

    private static readonly uint[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>Writes numbers, each with a comma behind it.</summary>
    /// <param name="destination">At least <see cref="Room"/> for each.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteAll(ReadOnlySpan<float> values, Span<byte> destination)
    {
        var at = 0;
        foreach (var value in values)
        {
            at += Write(value, destination.Slice(at, Room));
            destination[at++] = (byte)',';
        }

        return at;
    }

    /// <param name="destination">At least <see cref="Room"/>; what is behind the number is spoilt.</param>
    /// <returns>Its length.</returns>
    public static int Write(float value, Span<byte> destination)
    {
        destination = destination[..Room];
        var bits = BitConverter.SingleToUInt32Bits(value);
        var sign = (int)(bits >> 31);
        var magnitude = bits & int.MaxValue;
        if (magnitude >= Infinity)
            return WriteNamed(value, destination);
        destination[0] = (byte)'-';
        destination = destination[sign..];
        var positive = BitConverter.UInt32BitsToSingle(magnitude);
        if (positive < WholeEnd)
        {
            var whole = float.ConvertToIntegerNative<int>(positive);
            if (whole == positive)
                return sign + WriteWhole((uint)whole, destination);
        }

        var digits = ShortestSingle.Find(magnitude, out var exponent);
        return sign + WriteDigits(digits, exponent, destination);
    }

    private static int WriteNamed(float value, Span<byte> destination)
    {
        var name = NamedNumber.Quoted(value);
        name.CopyTo(destination);
        return name.Length;
    }

    /// <summary>Of up to eight digits.</summary>
    private static int WriteWhole(uint number, Span<byte> destination)
    {
        var digits = DigitWord.Split(number);
        // the last digit is written even where it is zero
        var zeros = BitOperations.TrailingZeroCount(digits | (1UL << 56)) / 8;
        Put(destination, DigitWord.Text(digits >> (8 * zeros)));
        return DigitWord.Length - zeros;
    }

    private static int WriteDigits(uint digits, int exponent, Span<byte> destination)
    {
        var count = CountDigits(digits);
        // always nine digits, of which the zeros at the end are not written
        digits *= Powers[MostDigits - count];
        var first = digits / 100_000_000;
        var others = DigitWord.Split(digits - (first * 100_000_000));
        var significant = MostDigits - (BitOperations.LeadingZeroCount(others) / 8);
        others = DigitWord.Text(others);
        var lead = (byte)('0' + first);

        // where the point is: behind so many of the digits
        var point = count + exponent;
        if (point is > -4 and <= 0)
        {
            Put(destination, BinaryPrimitives.ReadUInt64LittleEndian("0.000000"u8));
            destination = destination[(2 - point)..];
            destination[0] = lead;
            Put(destination[1..], others);
            return 2 - point + significant;
        }

        destination[0] = lead;
        if (point is < 1 or > MostDigits)
            return WriteExponential(point - 1, significant, others, destination);
        Put(destination[1..], others);
        if (significant <= point)
            return point;
        Put(destination[(point + 1)..], BinaryPrimitives.ReadUInt64LittleEndian(destination[point..]));
        destination[point] = (byte)'.';
        return significant + 1;
    }

    /// <summary>Behind the first digit.</summary>
    private static int WriteExponential(int exponent, int significant, ulong others, Span<byte> destination)
    {
        destination[1] = (byte)'.';
        Put(destination[2..], others);
        var at = significant == 1 ? 1 : significant + 1;
        destination[at] = (byte)'E';
        destination[at + 1] = (byte)(exponent < 0 ? '-' : '+');
        var (tens, ones) = Math.DivRem(Math.Abs(exponent), 10);
        destination[at + 2] = (byte)('0' + tens);
        destination[at + 3] = (byte)('0' + ones);
        return at + 4;
    }

    private static int CountDigits(uint number)
    {
        // log10(2) as a fraction of 2^12, right or one too few
        var guess = (BitOperations.Log2(number | 1) + 1) * 1_233 >> 12;
        return guess + (number >= Powers[guess] ? 1 : 0);
    }

    private static void Put(Span<byte> destination, ulong text) => BinaryPrimitives.WriteUInt64LittleEndian(destination, text);
}
