namespace InferenceHost.Protocols.Json;

/// <summary>Reads JSON numbers that are whole, whatever their form.</summary>
internal static class WholeNumber
{
    /// <summary>The number without its sign; false where it is not whole or needs more than 64 bits.</summary>
    /// <param name="number">The number.</param>
    /// <param name="token">The same as it is written: where it is an integer of 20 digits, they are read from here.</param>
    public static bool TryRead(in JsonNumber number, ReadOnlySpan<byte> token, out ulong magnitude)
    {
        magnitude = number.Significand;
        if (number.IsInteger && number.Exponent > 0)
            return ulong.TryParse(number.IsNegative ? token[1..] : token, out magnitude);
        var exponent = number.Exponent;
        for (; exponent > 0 && magnitude != 0; exponent--)
        {
            if (magnitude > ulong.MaxValue / 10)
                return false;
            magnitude *= 10;
        }

        for (; exponent < 0 && magnitude != 0; exponent++)
        {
            if (magnitude % 10 != 0)
                return false;
            magnitude /= 10;
        }

        return !number.IsCut;
    }
}
