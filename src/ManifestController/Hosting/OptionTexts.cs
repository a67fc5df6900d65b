using System.CommandLine;

namespace ManifestController.Hosting;

/// <summary>Options as texts; each is also an environment variable, which the command line overrules.</summary>
internal static class OptionTexts
{
    private const string Prefix = "INFERENCE_CONTROLLER_";

    public static Option<string> Text(string name, string description, string otherwise = "") =>
        new(name) { Description = description, DefaultValueFactory = _ => FromEnvironment(name) ?? otherwise };

    public static IReadOnlyList<string> List(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null where nothing was said.</summary>
    public static string? Value(ParseResult parsed, Option<string> option) => parsed.GetValue(option) is { Length: > 0 } value ? value : null;

    public static T Wrong<T>(ICollection<string> problems, ParseResult parsed, Option<string> option, string expected, T instead)
    {
        problems.Add($"{option.Name}: expected {expected}, found '{parsed.GetValue(option)}'");
        return instead;
    }

    // one that is empty counts as not set, as settings without a value leave them
    private static string? FromEnvironment(string option) =>
        Environment.GetEnvironmentVariable(Prefix + option[2..].Replace('-', '_').ToUpperInvariant()) is { Length: > 0 } value ? value : null;
}
