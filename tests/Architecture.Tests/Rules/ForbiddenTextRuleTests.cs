namespace Inference.Architecture.Tests.Rules;

public sealed class ForbiddenTextRuleTests
{
    // put together here, so that this file holds none of them
    [Theory]
    [InlineData("https://api.nuget", ".org/v3/index.json")]
    [InlineData("value=\"https://registry.npmjs", ".org/\"")]
    [InlineData("deb http://deb.debian", ".org/debian bookworm main")]
    [InlineData("https://PYPI", ".org/simple")]
    [InlineData("cd /work", "/main")]
    [InlineData("path = \"/root", "/.cache\"")]
    [InlineData("(/farm", "/x)")]
    public void Check_RegistryOrMachinePath_IsAViolationWithItsLine(string first, string second) =>
        ForbiddenTextRule.Check("README.md", "one\n" + first + second, Design.ForbiddenTexts).ShouldHaveSingleItem().ShouldStartWith("README.md:2: ");

    [Theory]
    [InlineData("https://www.w3.org/TR/trace-context/")]
    [InlineData("mynuget.organisation")]
    [InlineData("src/root/file")]
    [InlineData("$HOME/work/here")]
    [InlineData("the root / of it, /worker/ and /rooted/")]
    public void Check_OtherText_IsNoViolation(string text) => ForbiddenTextRule.Check("README.md", text, Design.ForbiddenTexts).ShouldBeEmpty();
}
