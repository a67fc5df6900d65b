namespace InferenceHost.Protocols.Json;

/// <summary>BF16: the upper half of an FP32, which the framework has no type for; in memory a <see cref="ushort"/>.</summary>
internal readonly struct Bf16Format : IFloatFormat
{
    public static double Overflow => 340282366920938463463374607431768211456d;

    /// <inheritdoc/>
    public static double Nearest(double value)
    {
        if (double.IsNaN(value))
            return value;
        // First to FP32 "to odd", that is cut, with the last bit set where something was cut off: 16 bits more than BF16 has keep the second
        // rounding from going astray.
        var single = (float)value;
        var bits = BitConverter.SingleToUInt32Bits(single);
        if (Math.Abs((double)single) > Math.Abs(value))
            bits--;
        if ((double)single != value)
            bits |= 1;
        var isOdd = (bits >> 16) & 1;
        return ToSingle((ushort)((bits + 0x7FFF + isOdd) >> 16));
    }

    /// <summary>The value that two bytes of a tensor stand for.</summary>
    public static float ToSingle(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>The two bytes of a value that is one of the format's.</summary>
    public static ushort FromExact(double value) => (ushort)(BitConverter.SingleToUInt32Bits((float)value) >> 16);
}
