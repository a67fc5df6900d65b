using Inference.Architecture.Tests.Sources;

namespace Inference.Architecture.Tests.Rules;

/// <summary>Names and sizes of what is in a source file.</summary>
internal static class SourceRule
{
    /// <summary>No type and no folder is called by a word that says nothing.</summary>
    public static IEnumerable<string> CheckNames(IEnumerable<SourceFile> sources, string[] emptyWords)
    {
        foreach (var file in sources)
        {
            foreach (var type in file.Types.Where(type => Array.Exists(emptyWords, type.Name.EndsWith)))
                yield return $"{file.Path}: {type.Name} is a name that says nothing";
            foreach (var folder in file.Path.Split('/')[..^1].SelectMany(folder => folder.Split('.')).Where(emptyWords.Contains))
                yield return $"{file.Path}: the folder {folder} is a name that says nothing";
        }
    }

    /// <summary><c>X</c> and <c>X&lt;T&gt;</c> count as one.</summary>
    public static IEnumerable<string> CheckOneTypePerFile(IEnumerable<SourceFile> sources) =>
        from file in sources
        where !file.Path.StartsWith("tests/")
        let names = file.Types.Where(type => type.IsTopLevel).Select(type => type.Name).Distinct().ToArray()
        where names.Length > 1
        select $"{file.Path}: one file for each of {string.Join(", ", names)}";

    public static IEnumerable<string> CheckLength(IEnumerable<SourceFile> sources, int longest) =>
        from file in sources
        where file.Path.StartsWith("src/") && file.Lines > longest
        select $"{file.Path}: {file.Lines} lines, at most {longest}";
}
