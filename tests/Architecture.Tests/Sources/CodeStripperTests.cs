using FsCheck;
using FsCheck.Fluent;

namespace Inference.Architecture.Tests.Sources;

public sealed class CodeStripperTests
{
    [Theory]
    [InlineData("a // b", "a")]
    [InlineData("a /* b */ c", "a c")]
    [InlineData("a /// <b/>\nc", "a c")]
    [InlineData("f(\"x\\\"y\", 'z') + g('\\'') + '\\u0041'", "f( , ) + g( ) +")]
    [InlineData("\"// no comment\" a", "a")]
    [InlineData("@\"x\\\" a", "a")]
    [InlineData("@\"x\"\"y\" a", "a")]
    [InlineData("\"\"\"x \"quoted\" y\"\"\" a", "a")]
    [InlineData("\"\"\"\"x \"\"\" y\"\"\"\" a", "a")]
    [InlineData("$\"x {a} y {{b}} {c + \"d\"}\" e", "a c + e")]
    [InlineData("$\"{a:yyyy'T'HH} x\" b", "a:yyyy HH b")]
    [InlineData("$\"{new { X = 1 }}\" b", "new { X = 1 } b")]
    [InlineData("$$\"\"\"{x} {{a}} y\"\"\" b", "a b")]
    [InlineData("$@\"x\"\"{a}\\\" b", "a b")]
    [InlineData("#region don't \"\na", "a")]
    [InlineData("\"\" a \"\" b", "a b")]
    [InlineData("\"x\"u8 a", "u8 a")]
    public void Strip_CodeAndNot_LeavesTheCode(string text, string code) =>
        string.Join(' ', CodeStripper.Strip(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldBe(code);

    [Fact]
    public void Strip_AnyText_EndsAndKeepsLengthAndLines()
    {
        var texts = Gen.Elements("a {}\"\"\"'$@\\/*\n# ".ToCharArray()).ArrayOf().Select(characters => new string(characters)).ToArbitrary();
        Prop.ForAll(texts, text =>
        {
            var stripped = CodeStripper.Strip(text);
            return stripped.Length == text.Length && stripped.Zip(text).All(pair => pair.First == pair.Second || (pair.First == ' ' && pair.Second != '\n'));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
