using System.Numerics;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// The integer types, exact over their whole range; what is out of range is no element. Written with a fraction or an exponent a number is taken
/// where it is whole all the same: <c>1.0</c>, <c>1e2</c>.
/// </summary>
internal readonly struct IntegerElement<T> : IElement<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    /// <summary>Digits that fit in 64 bits whatever they are.</summary>
    private const int SafeDigits = 19;

    public static int Read(ReadOnlySpan<byte> text, out T value)
    {
        value = default;
        var at = 0;
        var isNegative = !text.IsEmpty && text[0] == '-';
        if (isNegative)
            at = 1;
        var start = at;
        var magnitude = 0UL;
        while ((uint)at < (uint)text.Length && (uint)(text[at] - '0') <= 9 && at < start + SafeDigits)
            magnitude = (magnitude * 10) + (uint)(text[at++] - '0');
        if (at == start || (text[start] == '0' && at > start + 1))
            return 0;
        if ((uint)at >= (uint)text.Length || !IsMore(text[at]))
            return TryConvert(isNegative, magnitude, out value) ? at : 0;

        var length = JsonNumber.Scan(text, out var number);
        return length > 0 && WholeNumber.TryRead(number, text[..length], out magnitude) && TryConvert(isNegative, magnitude, out value) ? length : 0;
    }

    private static bool IsMore(byte next) => next is (byte)'.' or (byte)'e' or (byte)'E' or (>= (byte)'0' and <= (byte)'9');

    private static bool TryConvert(bool isNegative, ulong magnitude, out T value)
    {
        value = T.CreateTruncating(isNegative ? 0 - magnitude : magnitude);
        var most = ulong.CreateTruncating(T.MaxValue);
        if (isNegative)
            most = T.IsZero(T.MinValue) ? 0 : most + 1;
        return magnitude <= most;
    }
}
