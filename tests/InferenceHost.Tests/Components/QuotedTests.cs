using InferenceHost.Components;

namespace Inference.InferenceHost.Tests.Components;

public sealed class QuotedTests
{
    [Theory]
    [InlineData("", "''")]
    [InlineData("größe 😀", "'größe 😀'")]
    [InlineData("a\r\nb\0", "'a\\u000D\\u000Ab\\u0000'")]
    [InlineData("a\u202eb\u2028\u200b\u0085", "'a\\u202Eb\\u2028\\u200B\\u0085'")]
    public void Of_Text_EscapesWhatCannotBeSeen(string text, string quoted)
    {
        Quoted.Of(text).ShouldBe(quoted);
        Quoted.Of(System.Text.Encoding.UTF8.GetBytes(text)).ShouldBe(quoted);
    }

    [Fact]
    public void Of_LongText_IsCut()
    {
        var quoted = "'" + string.Concat(Enumerable.Repeat("😀", 100)) + "…'";

        Quoted.Of(string.Concat(Enumerable.Repeat("😀", 101))).ShouldBe(quoted);
        Quoted.Of(System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("😀", 100_000)))).ShouldBe(quoted);
        Quoted.Of(new string('a', 100)).ShouldBe("'" + new string('a', 100) + "'");
    }
}
