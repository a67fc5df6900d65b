using System.Buffers;
using System.Text;

namespace Inference.Telemetry.Metrics;

/// <summary>Names and escapes of the exposition format.</summary>
internal static class ExpositionText
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    public static bool IsMetricName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    /// <summary>A name beginning with two underscores is Prometheus's own.</summary>
    public static bool IsLabelName(string name) => IsMetricName(name) && !name.StartsWith("__");

    public static string Help(string help) => help.Replace("\\", "\\\\").Replace("\n", "\\n");

    /// <summary><c>a="x",b="y"</c>. A lone surrogate, which UTF-8 cannot hold, becomes U+FFFD.</summary>
    public static string Labels(ReadOnlySpan<string> names, ReadOnlySpan<string> values)
    {
        var text = new StringBuilder();
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append(names[i]).Append("=\"");
            foreach (var rune in values[i].EnumerateRunes())
                AppendEscaped(text, rune);
            text.Append('"');
        }

        return text.ToString();
    }

    private static void AppendEscaped(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '\\': text.Append("\\\\"); break;
            case '"': text.Append("\\\""); break;
            case '\n': text.Append("\\n"); break;
            default: text.Append(rune.ToString()); break;
        }
    }
}
