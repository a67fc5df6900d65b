using System.Globalization;

namespace Inference.Manifests.Reading;

/// <summary>Resolves plain scalars; see <see cref="ScalarKind"/>.</summary>
internal static class PlainScalar
{
    public static ScalarKind Resolve(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return ScalarKind.Null;
        if (ToBoolean(text) is not null)
            return ScalarKind.Boolean;
        // the first character decides for nearly every text
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))
            return ScalarKind.Text;
        if (IsInteger(text))
            return ScalarKind.Integer;
        return IsFloat(text) ? ScalarKind.Float : ScalarKind.Text;
    }

    public static bool? ToBoolean(string text) => text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    /// <summary>The value of an integer; null beyond 64 bits, and for <c>010</c>, which YAML 1.1 and 1.2 read differently.</summary>
    public static long? ToInteger(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal);
        if (digits.StartsWith("0x", StringComparison.Ordinal))
            return long.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && hex >= 0 ? hex : null;
        var magnitude = digits.AsSpan().TrimStart("+-");
        if (magnitude.Length > 1 && magnitude[0] == '0')
            return null;
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>The value of an integer or float; null for an infinity, a NaN, and what <see cref="ToInteger"/> has no value for.</summary>
    public static double? ToNumber(string text)
    {
        if (IsInteger(text))
            return ToInteger(text);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
    }

    private static bool IsInteger(string text)
    {
        var digits = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (digits.StartsWith("0x", StringComparison.Ordinal))
            return digits.Length > 2 && HasOnly(digits[2..], "0123456789abcdefABCDEF_");
        if (digits.StartsWith("0o", StringComparison.Ordinal) || digits.StartsWith("0b", StringComparison.Ordinal))
            return digits.Length > 2 && HasOnly(digits[2..], "01234567_");
        return digits.Length > 0 && char.IsAsciiDigit(digits[0]) && HasOnly(digits, "0123456789_");
    }

    private static bool IsFloat(string text)
    {
        var unsigned = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        if (unsigned is ".inf" or ".Inf" or ".INF" or ".nan" or ".NaN" or ".NAN")
            return true;
        return HasOnly(text, "0123456789+-.eE")
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    // a plain loop: the vectorised searches of the framework are compiled at start-up, which costs more than they save on so short texts
    private static bool HasOnly(ReadOnlySpan<char> text, string characters)
    {
        foreach (var character in text)
        {
            if (!characters.Contains(character))
                return false;
        }

        return true;
    }
}
