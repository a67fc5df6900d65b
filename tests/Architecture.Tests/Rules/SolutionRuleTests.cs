using Inference.Architecture.Tests.Projects;

namespace Inference.Architecture.Tests.Rules;

public sealed class SolutionRuleTests
{
    private const string Solution = """
        Project("{FAE0}") = "A", "src\A\A.csproj", "{0001}"
        EndProject
        """;

    [Fact]
    public void Check_SameProjects_IsNoViolation() => Check("src/A/A.csproj").ShouldBeEmpty();

    [Fact]
    public void Check_ProjectLeftOut_IsAViolation() => Check("src/A/A.csproj", "tests/B/B.csproj").ShouldBe(["tests/B/B.csproj: not in the solution"]);

    [Fact]
    public void Check_ProjectOfTheSetUp_MayBeLeftOut() => Check("src/A/A.csproj", "eng/B/B.csproj").ShouldBeEmpty();

    [Fact]
    public void Check_ProjectGone_IsAViolation() => Check().ShouldBe(["src/A/A.csproj: in the solution, but not there"]);

    private static string[] Check(params string[] paths) => [.. SolutionRule.Check(Solution, paths.Select(path => ProjectFile.Parse(path, "<Project />")))];
}
