namespace Inference.Architecture.Tests.Projects;

/// <summary>What a project under <c>src/</c> may reference.</summary>
internal sealed record ProjectDesign(string[] References, string[] Packages)
{
    /// <summary>Packages that those who reference the project must not see: <c>PrivateAssets="compile"</c>.</summary>
    public string[] Hidden { get; init; } = [];

    public bool AllowsReference(string project) =>
        References.Any(allowed => allowed == project || (allowed.EndsWith(".*") && project.StartsWith(allowed[..^1])));
}
