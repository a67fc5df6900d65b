using Inference.Architecture.Tests.Sources;

namespace Inference.Architecture.Tests.Rules;

public sealed class SourceRuleTests
{
    [Theory]
    [InlineData("class LeaseManager;", "LeaseManager")]
    [InlineData("static class Helper { }", "Helper")]
    [InlineData("class Outer { struct PathUtils; }", "PathUtils")]
    [InlineData("abstract record ModelBase(int X);", "ModelBase")]
    [InlineData("enum Common { A }", "Common")]
    [InlineData("delegate int RunHelper(int x);", "RunHelper")]
    public void CheckNames_EmptyName_IsAViolation(string text, string name) => CheckNames("src/X/X.cs", text).ShouldHaveSingleItem().ShouldContain(name);

    [Theory]
    [InlineData("src/Common/X.cs")]
    [InlineData("src/X/Utils/X.cs")]
    [InlineData("src/X.Core/X.cs")]
    public void CheckNames_EmptyFolder_IsAViolation(string path) => CheckNames(path, "class X;").ShouldHaveSingleItem().ShouldContain("the folder");

    [Theory]
    [InlineData("class Database;")]
    [InlineData("class HelperThread;")]
    [InlineData("class X { string y = \"class Manager\"; /* class Helper */ }")]
    public void CheckNames_OtherName_IsNoViolation(string text) => CheckNames("src/X/X.cs", text).ShouldBeEmpty();

    [Theory]
    [InlineData("src/X/A.cs", "namespace X; class A; class B;", "A, B")]
    [InlineData("src/X/A.cs", "namespace X { class A { } } namespace Y { enum B { } }", "A, B")]
    [InlineData("src/X/A.cs", "namespace X; record struct A(int I); interface B;", "A, B")]
    [InlineData("benchmarks/X/A.cs", "namespace X; class A { } delegate void B();", "A, B")]
    public void CheckOneTypePerFile_Two_IsAViolation(string path, string text, string names) =>
        SourceRule.CheckOneTypePerFile([new(path, text)]).ShouldHaveSingleItem().ShouldEndWith(names);

    [Theory]
    [InlineData("src/X/A.cs", "namespace X; class A { class Nested; enum Inner { One } delegate void Done(); }")]
    [InlineData("src/X/A.cs", "namespace X; class A { void M<T, U>() where T : class where U : struct { } }")]
    [InlineData("src/X/A.cs", "using X; return 0;")]
    [InlineData("src/X/A.cs", "namespace X; class A; class A<T> : A;")]
    [InlineData("tests/X/A.cs", "namespace X; class A; class B;")]
    public void CheckOneTypePerFile_One_IsNoViolation(string path, string text) => SourceRule.CheckOneTypePerFile([new(path, text)]).ShouldBeEmpty();

    [Fact]
    public void CheckLength_LinesAtAndOverTheLimit_DiffersThere()
    {
        SourceRule.CheckLength([new("src/X/A.cs", "a\nb\n")], longest: 2).ShouldBeEmpty();
        SourceRule.CheckLength([new("src/X/A.cs", "a\nb")], longest: 2).ShouldBeEmpty();
        SourceRule.CheckLength([new("src/X/A.cs", "a\nb\nc")], longest: 2).ShouldHaveSingleItem().ShouldContain("3 lines, at most 2");
        SourceRule.CheckLength([new("tests/X/A.cs", "a\nb\nc")], longest: 2).ShouldBeEmpty();
    }

    private static string[] CheckNames(string path, string text) => [.. SourceRule.CheckNames([new SourceFile(path, text)], Design.EmptyWords)];
}
