using System.Numerics;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Eight decimal digits at a time, in the bytes of one word: the first digit is in the lowest byte, as text lies in memory.
/// All lanes are worked on at once, neighbours joined to numbers of two digits, those to four, those to eight, or taken apart the other way round.
/// </summary>
internal static class DigitWord
{
    public const int Length = 8;

    /// <summary>The digit '0' eight times.</summary>
    private const ulong Zeros = 0x3030303030303030;

    /// <summary>How many of the eight bytes are '0' to '9' before the first that is not.</summary>
    public static int Count(ulong text) => BitOperations.TrailingZeroCount(NotDigits(text)) / 8;

    /// <summary>The number that the first bytes of the text make.</summary>
    /// <param name="text">Digits, and whatever follows.</param>
    /// <param name="count">1 to 8 digits.</param>
    public static ulong Join(ulong text, int count)
    {
        // what is not wanted is pushed out at the top, zeros come in before the first digit
        var ones = (text ^ Zeros) << (8 * (Length - count));
        var twos = ((ones * 10) + (ones >> 8)) & 0x00FF00FF00FF00FF;
        var fours = ((twos * 100) + (twos >> 16)) & 0x0000FFFF0000FFFF;
        return ((fours * 10_000) + (fours >> 32)) & 0xFFFFFFFF;
    }

    /// <summary>Its eight digits as numbers, not yet as text.</summary>
    /// <param name="number">Below 10^8.</param>
    public static ulong Split(uint number)
    {
        var high = number / 10_000;
        ulong fours = high | ((ulong)(number - (high * 10_000)) << 32);
        // a multiplication and a shift divide exactly where a lane is that small: by 100 below 10^4, by 10 below 100
        var hundreds = ((fours * 10_486) >> 20) & 0x0000007F0000007F;
        var twos = hundreds | ((fours - (hundreds * 100)) << 16);
        var tens = ((twos * 103) >> 10) & 0x000F000F000F000F;
        return tens | ((twos - (tens * 10)) << 8);
    }

    /// <summary>Digits as text.</summary>
    public static ulong Text(ulong digits) => digits | Zeros;

    /// <summary>A bit in each byte that is no digit; those above the first such byte may be wrong.</summary>
    /// <remarks>None is below '0', none comes to 0x80 when 0x46 is added, and none has its highest bit set.</remarks>
    private static ulong NotDigits(ulong text) => ((text + 0x4646464646464646) | (text - Zeros)) & 0x8080808080808080;
}
