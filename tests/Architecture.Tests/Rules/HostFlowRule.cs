using System.Text.RegularExpressions;
using Inference.Architecture.Tests.Sources;

namespace Inference.Architecture.Tests.Rules;

/// <summary>
/// The folders of the host use each other in the direction of the flow only. A folder is a namespace <c>InferenceHost.Folder</c>; any mention of
/// another's counts, be it in a using (static, alias) or by a full or partial name in the code.
/// </summary>
internal sealed partial class HostFlowRule
{
    private const string Host = "InferenceHost";
    private const string HostFolder = $"src/{Host}/";

    private readonly IReadOnlyDictionary<string, string[]> design;
    private readonly SourceFile[] files;
    private readonly ILookup<string, string> namesOfFolder;

    private HostFlowRule(IEnumerable<SourceFile> sources, IReadOnlyDictionary<string, string[]> design)
    {
        this.design = design;
        files = [.. sources.Where(file => file.Path.StartsWith(HostFolder))];
        namesOfFolder = files.Where(file => FolderOf(file) is not null)
            .SelectMany(file => file.Types.Select(type => type.Name).Concat(SubNamespaces(file)), (file, name) => (Folder: FolderOf(file)!, name))
            .ToLookup(pair => pair.Folder, pair => pair.name);
    }

    public static IEnumerable<string> Check(IEnumerable<SourceFile> sources, IReadOnlyDictionary<string, string[]> design)
    {
        var rule = new HostFlowRule(sources, design);
        return rule.files.SelectMany(rule.Check);
    }

    private IEnumerable<string> Check(SourceFile file)
    {
        if (GlobalUsing().IsMatch(file.Code))
            yield return $"{file.Path}: a global using of a folder opens it to all the others";
        if (FolderOf(file) is not { } folder)
        {
            // its types would be seen everywhere, without a using to read
            if (Path.GetFileName(file.Path) != "Program.cs")
                yield return $"{file.Path}: only Program.cs stands outside the folders";
            yield break;
        }

        if (!design.TryGetValue(folder, out var allowed))
        {
            yield return $"{file.Path}: the folder {folder} is not in the design's table; add it there first (Design.cs and ARCHITECTURE.md)";
            yield break;
        }

        foreach (var declared in DeclaredNamespaces().Matches(file.Code).Select(match => match.Groups["name"].Value))
        {
            if (declared != $"{Host}.{folder}" && !declared.StartsWith($"{Host}.{folder}."))
                yield return $"{file.Path}: the namespace {declared} is not its folder's";
        }

        foreach (var used in UsedFolders(file, folder).Distinct().Except(allowed))
            yield return $"{file.Path}: {folder} may not use {used}";
    }

    private IEnumerable<string> UsedFolders(SourceFile file, string folder)
    {
        var full = FullNames().Matches(file.Code).Select(match => match.Groups["folder"].Value);

        // inside namespace InferenceHost.X the name Y.Type means InferenceHost.Y.Type; a property called Y is told apart by what follows it
        var partial = PartialNames().Matches(file.Code)
            .Where(match => namesOfFolder[match.Groups["folder"].Value].Contains(match.Groups["name"].Value))
            .Select(match => match.Groups["folder"].Value);
        return full.Concat(partial).Where(used => used != folder);
    }

    private static string? FolderOf(SourceFile file)
    {
        var rest = file.Path[HostFolder.Length..];
        return rest.IndexOf('/') is > 0 and var end ? rest[..end] : null;
    }

    private static IEnumerable<string> SubNamespaces(SourceFile file) =>
        DeclaredNamespaces().Matches(file.Code).Select(match => match.Groups["name"].Value.Split('.')).Where(parts => parts.Length > 2).Select(parts => parts[2]);

    [GeneratedRegex($@"\bglobal\s+using\b[^;]*\b{Host}\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex GlobalUsing();

    [GeneratedRegex(@"\bnamespace\s+(?<name>[\w.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex DeclaredNamespaces();

    [GeneratedRegex($@"(?<![\w.]|\bnamespace\s+){Host}\s*\.\s*(?<folder>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FullNames();

    [GeneratedRegex(@"(?<![\w.])(?<folder>[A-Z]\w*)\s*\.\s*(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PartialNames();
}
