using System.Runtime.CompilerServices;

namespace InferenceHost.Protocols.Json;

/// <summary>What reading FP32, FP16 and BF16 has in common.</summary>
internal static class NarrowElement
{
    /// <summary>As <see cref="IElement{T}.Read"/>.</summary>
    /// <param name="value">A value of the format, which a double holds exactly.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read<TFormat>(ReadOnlySpan<byte> text, out double value)
        where TFormat : IFloatFormat
    {
        var length = JsonNumber.Scan(text, out var number);
        if (length <= 0)
            return NamedNumber.ScanBareOrQuoted(text, out value);
        value = DecimalRounding.ToNarrow<TFormat>(number, text[..length]);
        return double.IsFinite(value) ? length : 0;
    }
}
