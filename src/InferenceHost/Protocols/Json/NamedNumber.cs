namespace InferenceHost.Protocols.Json;

/// <summary>The numbers that JSON has no digits for, as JavaScript and Python name them: NaN, Infinity, -Infinity; bare or as strings.</summary>
internal static class NamedNumber
{
    /// <summary>The length of the name, without quotes, that the text begins with; 0 where it begins with none.</summary>
    public static int Scan(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (text.StartsWith("NaN"u8))
            return 3;
        value = double.PositiveInfinity;
        if (text.StartsWith("Infinity"u8))
            return 8;
        value = double.NegativeInfinity;
        return text.StartsWith("-Infinity"u8) ? 9 : 0;
    }

    /// <summary>As <see cref="Scan"/>, and the same within quotes.</summary>
    public static int ScanBareOrQuoted(ReadOnlySpan<byte> text, out double value)
    {
        if (text.IsEmpty || text[0] != '"')
            return Scan(text, out value);
        var length = Scan(text[1..], out value);
        return length > 0 && length + 1 < text.Length && text[length + 1] == '"' ? length + 2 : 0;
    }

    /// <summary>The name of a number that is not finite, as written in answers.</summary>
    public static ReadOnlySpan<byte> Quoted(double value) =>
        double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8;
}
