using System.Text;
using Inference.Architecture.Tests.Rules;

namespace Inference.Architecture.Tests;

/// <summary>The rules on the real tree. Each has tests of its own, which show that it can fail.</summary>
public sealed class RepositoryTests
{
    [Fact]
    public void Projects_References_AreTheDesigns() => ProjectRule.Check(Repository.Projects, Design.Projects).ShouldBeEmpty();

    [Fact]
    public void Host_Folders_UseEachOtherWithTheFlow() => HostFlowRule.Check(Repository.Sources, Design.HostFolders).ShouldBeEmpty();

    [Fact]
    public void Sources_Names_SayWhatAThingIs() => SourceRule.CheckNames(Repository.Sources, Design.EmptyWords).ShouldBeEmpty();

    [Fact]
    public void Sources_Files_HoldOneTypeEach() => SourceRule.CheckOneTypePerFile(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void Sources_Files_AreShort() => SourceRule.CheckLength(Repository.Sources, Design.LongestFile).ShouldBeEmpty();

    [Fact]
    public void Files_Texts_NameNoRegistryAndNoMachinesPaths() =>
        Repository.Files.SelectMany(path => ForbiddenTextRule.Check(path, File.ReadAllText(Repository.FullPath(path), Encoding.Latin1), Design.ForbiddenTexts))
            .ShouldBeEmpty();

    [Fact]
    public void Solution_Projects_AreAllOfThem() =>
        SolutionRule.Check(File.ReadAllText(Repository.FullPath("Inference.sln")), Repository.Projects).ShouldBeEmpty();

    [Fact]
    public void Tree_Read_HoldsWhatTheRulesLookAt()
    {
        // an empty tree would pass every rule
        Repository.Projects.ShouldContain(project => project.Name == "InferenceHost" && project.IsExe && project.References.Contains("Contracts"));
        Repository.Sources.ShouldContain(file => file.Types.Any(type => type.Name == nameof(RepositoryTests) && type.IsTopLevel));
        Repository.Files.ShouldContain("Inference.sln");
    }
}
