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
    private const int NanosInOne = 1_000_000_000;
    private const int NanosInMilli = 1_000_000;
    private static readonly string[] s_decimalSuffixes = ["", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] s_binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    // two numbers rather than one of 128 bits, for which the runtime keeps no compiled code and start-up would pay
    private readonly long _units;
    private readonly int _nanos;

    private Quantity(long units, int nanos)
    {
        _units = units;
        _nanos = nanos;
    }

    /// <summary>The amount in whole units, rounded up: bytes, where the field counts bytes.</summary>
    public long Bytes => Units;

    /// <summary>The amount in whole units, rounded up.</summary>
    public long Units => _nanos == 0 || _units == long.MaxValue ? _units : _units + 1;

    /// <summary>The amount in thousandths, rounded up: millicores, where the field counts cores. Not beyond <see cref="long.MaxValue"/>.</summary>
    public long Millicores => _units >= long.MaxValue / 1000 ? long.MaxValue : _units * 1000 + (_nanos + NanosInMilli - 1) / NanosInMilli;

    public bool IsZero => _units == 0 && _nanos == 0;

    public bool IsWhole => _nanos == 0;

    /// <summary>So many whole units, not negative.</summary>
    public static Quantity FromUnits(long units)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        return new Quantity(units, 0);
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity)
    {
        quantity = default;
        if (text.Length > 64)
            return false;
        var digits = text.StartsWith("+", StringComparison.Ordinal) ? text[1..] : text;
        var length = 0;
        while (length < digits.Length && (char.IsAsciiDigit(digits[length]) || digits[length] == '.'))
            length++;
        var number = digits[..length];
        var suffix = digits[length..];
        if (!TryParseNumber(number, out var mantissa, out var fractionDigits) || !TryParseSuffix(suffix, out var factor, out var exponent))
            return false;
        var scale = NanoDigits + exponent - fractionDigits;
        return scale >= 0
            ? TryCreate(mantissa * factor * BigInteger.Pow(10, scale), out quantity)
            : TryDivide(mantissa * factor, BigInteger.Pow(10, -scale), out quantity);
    }

    public int CompareTo(Quantity other) => _units != other._units ? _units.CompareTo(other._units) : _nanos.CompareTo(other._nanos);

    /// <summary>The shortest way to write the same amount.</summary>
    public override string ToString()
    {
        if (_nanos != 0)
            return ToFractionString();
        var asDecimal = Shorten(_units, 1000, s_decimalSuffixes);
        var asBinary = Shorten(_units, 1024, s_binarySuffixes);
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
        var units = BigInteger.DivRem(nanos, NanosInOne, out var rest);
        var fits = units <= long.MaxValue;
        quantity = fits ? new Quantity((long)units, (int)rest) : default;
        return fits;
    }

    // thousandths where they are enough, as people write cores; otherwise a decimal fraction
    private string ToFractionString()
        => _nanos % NanosInMilli == 0 && _units < long.MaxValue / 1000
            ? $"{Millicores}m"
            : $"{_units}.{_nanos:D9}".TrimEnd('0');

    private static string Shorten(long units, int step, string[] suffixes)
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
