using System.Text.RegularExpressions;
using Inference.Architecture.Tests.Projects;

namespace Inference.Architecture.Tests.Rules;

/// <summary>The solution holds every project, and no project that is not there; those of <c>eng/</c> make packages before it can be restored.</summary>
internal static partial class SolutionRule
{
    public static IEnumerable<string> Check(string solution, IEnumerable<ProjectFile> projects)
    {
        var listed = Entries().Matches(solution).Select(match => match.Groups["path"].Value.Replace('\\', '/')).ToHashSet();
        var present = projects.Select(project => project.Path).ToHashSet();
        return present.Where(path => !path.StartsWith("eng/")).Except(listed).Select(path => $"{path}: not in the solution")
            .Concat(listed.Except(present).Select(path => $"{path}: in the solution, but not there"));
    }

    [GeneratedRegex(@"""(?<path>[^""]+\.csproj)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Entries();
}
