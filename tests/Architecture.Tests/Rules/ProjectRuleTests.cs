using Inference.Architecture.Tests.Projects;

namespace Inference.Architecture.Tests.Rules;

public sealed class ProjectRuleTests
{
    private static readonly Dictionary<string, ProjectDesign> Table = new()
    {
        ["Low"] = new([], ["Allowed"]),
        ["Adapters.One"] = new(["Low"], ["Native"]) { Hidden = ["Native"] },
        ["Host"] = new(["Low", "Adapters.*"], []),
        ["Tool"] = new(["Host"], []),
    };

    [Theory]
    [InlineData("Low", """<PackageReference Include="Allowed" />""")]
    [InlineData("Low", """<InternalsVisibleTo Include="Inference.Low.Tests" />""")]
    [InlineData("Low", """<InternalsVisibleTo Include="Inference.Micro" />""")]
    [InlineData("Adapters.One", """<ProjectReference Include="..\Low\Low.csproj" />""")]
    [InlineData("Adapters.One", """<PackageReference Include="Native" PrivateAssets="compile" />""")]
    [InlineData("Host", """<ProjectReference Include="../Low/Low.csproj" /><ProjectReference Include="../Adapters.One/Adapters.One.csproj" />""")]
    public void Check_AsTheTableSays_IsNoViolation(string project, string items) => Check(Source(project, items)).ShouldBeEmpty();

    [Theory]
    [InlineData("Low", """<ProjectReference Include="../Host/Host.csproj" />""", "may not reference Host")]
    [InlineData("Host", """<ProjectReference Include="../Adapters/Adapters.csproj" />""", "may not reference Adapters,")]
    [InlineData("Low", """<PackageReference Include="Other" />""", "may not reference the package Other")]
    [InlineData("Host", """<PackageReference Include="Native" />""", "may not reference the package Native")]
    [InlineData("Adapters.One", """<PackageReference Include="Native" />""", "PrivateAssets")]
    [InlineData("Low", """<Reference Include="Other"><HintPath>Other.dll</HintPath></Reference>""", "goes around")]
    [InlineData("Low", """<InternalsVisibleTo Include="Inference.Host" />""", "shows its internals to Inference.Host")]
    [InlineData("Unknown", "", "not in the design's table; add it there first")]
    public void Check_AgainstTheTable_IsAViolation(string project, string items, string message) =>
        Check(Source(project, items)).ShouldHaveSingleItem().ShouldContain(message);

    [Theory]
    [InlineData("""<Project Sdk="Microsoft.NET.Sdk.Web"></Project>""")]
    [InlineData("""<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>""")]
    public void Check_ReferenceToAnExe_IsAViolationEvenIfTheTableAllowsIt(string host) =>
        Check(ProjectFile.Parse("src/Host/Host.csproj", host), Source("Tool", """<ProjectReference Include="../Host/Host.csproj" />"""))
            .ShouldHaveSingleItem().ShouldContain("nothing references an exe");

    [Fact]
    public void Check_ProjectOutsideSrc_IsNotLookedAt() =>
        Check(ProjectFile.Parse("tests/X/X.csproj", """<Project><ItemGroup><PackageReference Include="Native" /></ItemGroup></Project>""")).ShouldBeEmpty();

    private static string[] Check(params ProjectFile[] projects) => [.. ProjectRule.Check(projects, Table)];

    private static ProjectFile Source(string name, string items) =>
        ProjectFile.Parse($"src/{name}/{name}.csproj", $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{items}</ItemGroup></Project>""");
}
