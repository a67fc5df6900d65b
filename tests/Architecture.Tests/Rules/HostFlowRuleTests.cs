using Inference.Architecture.Tests.Sources;

namespace Inference.Architecture.Tests.Rules;

public sealed class HostFlowRuleTests
{
    private static readonly Dictionary<string, string[]> Table = new() { ["Up"] = ["Down"], ["Down"] = [], ["Hosting"] = ["Up", "Down"] };

    private static readonly SourceFile Upper = new("src/InferenceHost/Up/Door.cs", "namespace InferenceHost.Up.Doors; class Door;");

    [Theory]
    [InlineData("Up", "using InferenceHost.Down; namespace InferenceHost.Up; class X;")]
    [InlineData("Up", "using InferenceHost.Up.Doors; namespace InferenceHost.Up; class X;")]
    [InlineData("Hosting", "using InferenceHost.Up; using InferenceHost.Down; namespace InferenceHost.Hosting; class X;")]
    [InlineData("Down", "// using InferenceHost.Up;\nnamespace InferenceHost.Down; class X { string s = \"InferenceHost.Up.Doors.Door\"; }")]
    [InlineData("Down", "namespace InferenceHost.Down; class X { List<int> Up = []; int Y => Up.Count; }")]
    [InlineData("Down", "using Other.InferenceHost.Up; namespace InferenceHost.Down; class X;")]
    public void Check_WithTheFlow_IsNoViolation(string folder, string text) => Check(folder, text).ShouldBeEmpty();

    [Theory]
    [InlineData("using InferenceHost.Up; namespace InferenceHost.Down; class X;")]
    [InlineData("using InferenceHost.Up.Doors; namespace InferenceHost.Down; class X;")]
    [InlineData("using static InferenceHost.Up.Doors.Door; namespace InferenceHost.Down; class X;")]
    [InlineData("using U = InferenceHost.Up; namespace InferenceHost.Down; class X;")]
    [InlineData("namespace InferenceHost.Down; class X { InferenceHost.Up.Doors.Door door; }")]
    [InlineData("namespace InferenceHost.Down; class X { global::InferenceHost . Up.Doors.Door door; }")]
    [InlineData("namespace InferenceHost.Down; class X { Up.Doors.Door door; }")]
    [InlineData("namespace InferenceHost.Down; class X { string s = $\"{InferenceHost.Up.Doors.Door.Name}\"; }")]
    public void Check_AgainstTheFlow_IsAViolation(string text) => Check("Down", text).ShouldHaveSingleItem().ShouldEndWith("Down may not use Up");

    [Fact]
    public void Check_UseOfHosting_IsAViolation() =>
        Check("Up", "using InferenceHost.Hosting; namespace InferenceHost.Up; class X;").ShouldHaveSingleItem().ShouldEndWith("Up may not use Hosting");

    [Fact]
    public void Check_UseOfAnUnknownFolder_IsAViolation() =>
        Check("Up", "using InferenceHost.Sideways; namespace InferenceHost.Up; class X;").ShouldHaveSingleItem().ShouldEndWith("Up may not use Sideways");

    [Fact]
    public void Check_UnknownFolder_IsAViolation() =>
        Check("Sideways", "namespace InferenceHost.Sideways; class X;").ShouldHaveSingleItem().ShouldContain("Sideways is not in the design's table");

    [Fact]
    public void Check_NamespaceOfAnotherFolder_IsAViolation() =>
        Check("Down", "namespace InferenceHost.Up; class X;").ShouldHaveSingleItem().ShouldContain("is not its folder's");

    [Fact]
    public void Check_NamespaceThatOnlyBeginsLikeTheFolder_IsAViolation() =>
        Check("Down", "namespace InferenceHost.Downward; class X;").ShouldHaveSingleItem().ShouldContain("is not its folder's");

    [Theory]
    [InlineData("global using InferenceHost.Down; namespace InferenceHost.Up;")]
    [InlineData("global using static InferenceHost.Down.X; namespace InferenceHost.Up;")]
    [InlineData("global using D = InferenceHost.Down; namespace InferenceHost.Up;")]
    public void Check_GlobalUsingOfAFolder_IsAViolation(string text) =>
        Check("Up", text).ShouldHaveSingleItem().ShouldContain("a global using of a folder");

    [Fact]
    public void Check_TypeOutsideTheFolders_IsAViolation() =>
        HostFlowRule.Check([new("src/InferenceHost/Shared.cs", "namespace InferenceHost; class Shared;")], Table)
            .ShouldHaveSingleItem().ShouldContain("only Program.cs");

    [Fact]
    public void Check_Program_MayUseAll() =>
        HostFlowRule.Check([new("src/InferenceHost/Program.cs", "using InferenceHost.Hosting; return 0;")], Table).ShouldBeEmpty();

    [Fact]
    public void Check_OtherProject_IsNotLookedAt() =>
        HostFlowRule.Check([new("tests/InferenceHost.Tests/X.cs", "using InferenceHost.Up; namespace A;")], Table).ShouldBeEmpty();

    private static string[] Check(string folder, string text) =>
        [.. HostFlowRule.Check([Upper, new($"src/InferenceHost/{folder}/X.cs", text)], Table)];
}
