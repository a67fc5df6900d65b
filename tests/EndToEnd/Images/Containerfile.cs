namespace Inference.EndToEnd.Images;

/// <summary>What the Containerfile says of one of its targets, with what that is built on.</summary>
internal sealed record Containerfile(string User, string EntryPoint, IReadOnlyList<string> Environment, IReadOnlyList<string> Copied)
{
    public static Containerfile Read(string target)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "Containerfile")).Replace("\\\n", " ", StringComparison.Ordinal);
        var lines = text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0).ToArray();
        var lists = Stages(lines, target).ToArray();
        return new Containerfile(
            lists.Last(words => words[0] == "USER")[1],
            lists.Last(words => words[0] == "ENTRYPOINT")[1],
            [.. lists.Where(words => words[0] == "ENV").SelectMany(words => words.Skip(1))],
            [.. lists.Where(words => words[0] == "COPY").Select(words => words[^1])]);
    }

    private static IEnumerable<string[]> Stages(string[][] lines, string target)
    {
        var from = Array.FindIndex(lines, words => words is ["FROM", _, "AS", var name] && name == target);
        if (from < 0)
            return [];
        return [.. Stages(lines, lines[from][1]), .. lines.Skip(from + 1).TakeWhile(words => words[0] != "FROM")];
    }
}
