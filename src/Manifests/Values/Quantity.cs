using System.Buffers;
using System.Globalization;
using System.Numerics;

namespace Inference.Manifests;

/// <summary>
/// A Kubernetes quantity (<c>500m</c>, <c>256Mi</c>, <c>1G</c>, <c>1e3</c>, <c>0.5</c>): a number of cores, bytes or whatever the
/// field counts, never negative, held exactly in billionths. Equal amounts are equal however they were written.
/// Grammar: kubernetes.io, "Quantity"; what it would round (finer than a billionth, 2^63 and above) is refused here.
/// </summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    private const int NanoDigits = 9;
    private static readonly Int128 s_one = 1_000_000_000;
    private static readonly Int128 s_largest = (Int128)long.MaxValue * s_one;
    private static readonly SearchValues<char> s_numberCharacters = SearchValues.Create("0123456789.");
    private static readonly string[] s_decimalSuffixes = ["", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] s_binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    private readonly Int128 _nanos;

    private Quantity(Int128 nanos) => _nanos = nanos;

    /// <summary>The amount in whole units, rounded up: bytes, where the field counts bytes.</summary>
    public long Bytes => Units;

    /// <summary>The amount in whole units, rounded up.</summary>
    public long Units => (long)RoundUp(_nanos, s_one);

    /// <summary>The amount in thousandths, rounded up: millicores, where the field counts cores. Not beyond <see cref="long.MaxValue"/>.</summary>
    public long Millicores => (long)Int128.Min(RoundUp(_nanos, s_one / 1000), long.MaxValue);

    public bool IsZero => _nanos == 0;

    /// <summary>So many whole units, not negative.</summary>
    public static Quantity FromUnits(long units)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        return new Quantity(units * s_one);
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity)
    {
        quantity = default;
        if (text.Length > 64)
            return false;
        var digits = text.StartsWith("+", StringComparison.Ordinal) ? text[1..] : text;
        var numberLength = digits.IndexOfAnyExcept(s_numberCharacters);
        var number = numberLength < 0 ? digits : digits[..numberLength];
        var suffix = numberLength < 0 ? default : digits[numberLength..];
        if (!TryParseNumber(number, out var mantissa, out var fractionDigits) || !TryParseSuffix(suffix, out var factor, out var exponent))
            return false;
        var scale = NanoDigits + exponent - fractionDigits;
        return scale >= 0
            ? TryCreate(mantissa * factor * BigInteger.Pow(10, scale), out quantity)
            : TryDivide(mantissa * factor, BigInteger.Pow(10, -scale), out quantity);
    }

    public int CompareTo(Quantity other) => _nanos.CompareTo(other._nanos);

    /// <summary>The shortest way to write the same amount.</summary>
    public override string ToString()
    {
        if (_nanos % s_one != 0)
            return _nanos % (s_one / 1000) == 0 ? $"{_nanos / (s_one / 1000)}m" : $"{_nanos}n";
        var asDecimal = Shorten(_nanos / s_one, 1000, s_decimalSuffixes);
        var asBinary = Shorten(_nanos / s_one, 1024, s_binarySuffixes);
        return asBinary.Length < asDecimal.Length ? asBinary : asDecimal;
    }

    public static bool operator <(Quantity left, Quantity right) => left.CompareTo(right) < 0;

    public static bool operator <=(Quantity left, Quantity right) => left.CompareTo(right) <= 0;

    public static bool operator >(Quantity left, Quantity right) => left.CompareTo(right) > 0;

    public static bool operator >=(Quantity left, Quantity right) => left.CompareTo(right) >= 0;

    private static bool TryParseNumber(ReadOnlySpan<char> number, out BigInteger mantissa, out int fractionDigits)
    {
        mantissa = default;
        fractionDigits = 0;
        var point = number.IndexOf('.');
        if (number.Length == 0 || number.Length == 1 && point == 0 || number.LastIndexOf('.') != point)
            return false;
        if (point >= 0)
            fractionDigits = number.Length - point - 1;
        var digits = point < 0 ? number.ToString() : string.Concat(number[..point], number[(point + 1)..]);
        return BigInteger.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out mantissa);
    }

    private static bool TryParseSuffix(ReadOnlySpan<char> suffix, out BigInteger factor, out int exponent)
    {
        factor = 1;
        exponent = suffix switch { "n" => -9, "u" => -6, "m" => -3, _ => 0 };
        if (exponent != 0 || suffix.Length == 0)
            return true;
        var text = suffix.ToString();
        var power = Math.Max(Array.IndexOf(s_decimalSuffixes, text), 0);
        exponent = power * 3;
        if (power > 0)
            return true;
        power = Math.Max(Array.IndexOf(s_binarySuffixes, text), 0);
        factor = BigInteger.Pow(1024, power);
        return power > 0 || TryParseExponent(suffix, out exponent);
    }

    private static bool TryParseExponent(ReadOnlySpan<char> suffix, out int exponent)
    {
        exponent = 0;
        return suffix[0] is 'e' or 'E'
            && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            && exponent is >= -64 and <= 64;
    }

    private static bool TryDivide(BigInteger dividend, BigInteger divisor, out Quantity quantity)
    {
        var quotient = BigInteger.DivRem(dividend, divisor, out var remainder);
        quantity = default;
        return remainder.IsZero && TryCreate(quotient, out quantity);
    }

    private static bool TryCreate(BigInteger nanos, out Quantity quantity)
    {
        var fits = nanos <= (BigInteger)s_largest;
        quantity = fits ? new Quantity((Int128)nanos) : default;
        return fits;
    }

    private static Int128 RoundUp(Int128 value, Int128 unit) => (value + unit - 1) / unit;

    private static string Shorten(Int128 units, int step, string[] suffixes)
    {
        var power = 0;
        while (units != 0 && units % step == 0 && power < suffixes.Length - 1)
        {
            units /= step;
            power++;
        }

        return units + suffixes[power];
    }
}
