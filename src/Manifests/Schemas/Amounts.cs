namespace Inference.Manifests.Schemas;

/// <summary>The rules of quantities and durations.</summary>
internal static class Amounts
{
    private static readonly Quantity s_mostCores = Quantity.FromUnits(1_000_000);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>Above zero.</summary>
    public static readonly Schema<Quantity> Cores = Amount(
        "cores, such as 500m or 2", quantity => !quantity.IsZero && quantity <= s_mostCores);

    /// <summary>Above zero, and no part of a byte.</summary>
    public static readonly Schema<Quantity> Bytes = Amount(
        "bytes, such as 256Mi or 1G", quantity => !quantity.IsZero && quantity.IsWhole);

    public static readonly Schema<Duration> PositiveTime = Time(
        "a duration above zero and up to 24h, such as 250ms, 5s or 1m", duration => duration.Value > TimeSpan.Zero);

    public static readonly Schema<Duration> AnyTime = Time("a duration of up to 24h, such as 0ms, 5s or 1m", _ => true);

    private static TextSchema<Quantity> Amount(string expectation, Func<Quantity, bool> isValid)
        => new(expectation, (string text, out Quantity value) => Quantity.TryParse(text, out value) && isValid(value))
        {
            Pattern = "^[+]?([0-9]+([.][0-9]*)?|[.][0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?$",
            TakesNumbers = true,
            Suggest = NearestQuantity,
        };

    private static TextSchema<Duration> Time(string expectation, Func<Duration, bool> isValid)
        => new(expectation, (string text, out Duration value) => Duration.TryParse(text, out value) && value.Value <= s_longest && isValid(value))
        {
            Pattern = "^[0-9]+(ms|s|m|h)$",
            Suggest = NearestDuration,
        };

    // what people write: 256MB, 256MiB, 1g, 256 Mi
    private static string? NearestQuantity(string text)
    {
        var compact = text.Replace(" ", "", StringComparison.Ordinal).TrimEnd('b', 'B');
        var suffix = compact.TrimStart("0123456789.".ToCharArray());
        return suffix.Length is 1 or 2
            ? compact[..^suffix.Length] + (suffix.Equals("k", StringComparison.OrdinalIgnoreCase) ? "k" : char.ToUpperInvariant(suffix[0]) + suffix[1..].ToLowerInvariant())
            : null;
    }

    // what people write: 30, 30 s, 30sec, 5min
    private static string? NearestDuration(string text)
    {
        var digits = text.TrimStart("0123456789".ToCharArray());
        var number = text[..^digits.Length];
        return digits.Trim().ToLowerInvariant() switch
        {
            "" or "s" or "sec" or "secs" or "second" or "seconds" => number + "s",
            "m" or "min" or "mins" or "minute" or "minutes" => number + "m",
            "h" or "hour" or "hours" => number + "h",
            "ms" or "msec" or "millis" or "milliseconds" => number + "ms",
            _ => null,
        };
    }
}
