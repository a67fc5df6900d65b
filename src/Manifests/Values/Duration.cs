using System.Globalization;

namespace Inference.Manifests;

/// <summary>
/// A length of time as manifests write it: a whole number and one unit, <c>250ms</c>, <c>5s</c>, <c>1m</c> or <c>1h</c>; at most
/// <see cref="TimeSpan.MaxValue"/>. Equal lengths are equal however they were written.
/// </summary>
public readonly record struct Duration(TimeSpan Value) : IComparable<Duration>
{
    // the longest first, so that "ms" is not taken for "s"; ToString takes the largest unit that leaves no rest
    private static readonly (string Suffix, long Ticks)[] s_units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
    ];

    public static Duration FromMilliseconds(long milliseconds) => new(TimeSpan.FromMilliseconds(milliseconds));

    public static Duration FromSeconds(long seconds) => new(TimeSpan.FromSeconds(seconds));

    public static bool TryParse(ReadOnlySpan<char> text, out Duration duration)
    {
        foreach (var (suffix, ticks) in s_units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
                return TryParse(text[..^suffix.Length], ticks, out duration);
        }

        duration = default;
        return false;
    }

    public int CompareTo(Duration other) => Value.CompareTo(other.Value);

    /// <summary>In the largest unit that gives a whole number; what is below a millisecond is cut off.</summary>
    public override string ToString()
    {
        for (var i = s_units.Length - 1; i > 0; i--)
        {
            if (Value.Ticks != 0 && Value.Ticks % s_units[i].Ticks == 0)
                return Value.Ticks / s_units[i].Ticks + s_units[i].Suffix;
        }

        return Value.Ticks / TimeSpan.TicksPerMillisecond + "ms";
    }

    public static bool operator <(Duration left, Duration right) => left.CompareTo(right) < 0;

    public static bool operator <=(Duration left, Duration right) => left.CompareTo(right) <= 0;

    public static bool operator >(Duration left, Duration right) => left.CompareTo(right) > 0;

    public static bool operator >=(Duration left, Duration right) => left.CompareTo(right) >= 0;

    private static bool TryParse(ReadOnlySpan<char> number, long unit, out Duration duration)
    {
        var fits = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= TimeSpan.MaxValue.Ticks / unit;
        duration = fits ? new Duration(new TimeSpan(count * unit)) : default;
        return fits;
    }
}
