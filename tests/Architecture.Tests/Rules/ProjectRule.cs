using Inference.Architecture.Tests.Projects;

namespace Inference.Architecture.Tests.Rules;

/// <summary>Projects under <c>src/</c> reference what the design's table says, and nothing else.</summary>
internal static class ProjectRule
{
    private static readonly string[] OutsideKinds = ["Reference", "COMReference", "NativeReference"];

    public static IEnumerable<string> Check(IReadOnlyCollection<ProjectFile> projects, IReadOnlyDictionary<string, ProjectDesign> design)
    {
        var exes = projects.Where(project => project.IsSource && project.IsExe).Select(project => project.Name).ToHashSet();
        return projects.Where(project => project.IsSource).SelectMany(project => Check(project, design, exes));
    }

    private static IEnumerable<string> Check(ProjectFile project, IReadOnlyDictionary<string, ProjectDesign> design, HashSet<string> exes)
    {
        if (!design.TryGetValue(project.Name, out var allowed))
            return [$"{project.Path}: not in the design's table; add it there first (Design.cs and ARCHITECTURE.md)"];
        return CheckReferences(project, allowed, exes).Concat(CheckPackages(project, allowed)).Concat(CheckOther(project));
    }

    private static IEnumerable<string> CheckReferences(ProjectFile project, ProjectDesign allowed, HashSet<string> exes)
    {
        foreach (var reference in project.References)
        {
            if (exes.Contains(reference))
                yield return $"{project.Path}: references {reference}, and nothing references an exe";
            else if (!allowed.AllowsReference(reference))
                yield return $"{project.Path}: may not reference {reference}, only {List(allowed.References)}";
        }
    }

    private static IEnumerable<string> CheckPackages(ProjectFile project, ProjectDesign allowed)
    {
        foreach (var package in project.Packages)
        {
            var id = ProjectFile.Include(package);
            if (!allowed.Packages.Contains(id))
                yield return $"{project.Path}: may not reference the package {id}, only {List(allowed.Packages)}";
            else if (allowed.Hidden.Contains(id) && package.Attribute("PrivateAssets")?.Value is not ("compile" or "all"))
                yield return $"{project.Path}: {id} needs PrivateAssets=\"compile\", so that nobody else sees it";
        }
    }

    private static IEnumerable<string> CheckOther(ProjectFile project)
    {
        foreach (var kind in OutsideKinds)
        {
            foreach (var item in project.Items(kind))
                yield return $"{project.Path}: {kind} {ProjectFile.Include(item)} goes around the tables of references";
        }

        foreach (var friend in project.Items("InternalsVisibleTo").Select(ProjectFile.Include))
        {
            if (!friend.EndsWith(".Tests") && !friend.EndsWith("Tests") && !friend.EndsWith(".Conformance") && friend != "Inference.Micro")
                yield return $"{project.Path}: shows its internals to {friend}, which neither tests nor measures it";
        }
    }

    private static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names);
}
