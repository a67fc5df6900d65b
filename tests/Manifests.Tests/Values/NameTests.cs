using FsCheck;
using FsCheck.Fluent;

namespace Inference.Manifests.Tests.Values;

public sealed class NameTests
{
    [Theory]
    [InlineData("a", true)]
    [InlineData("9-a", true)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("A", false)]
    [InlineData("a.b", false)]
    [InlineData("a_b", false)]
    [InlineData("é", false)]
    public void DnsLabel_Text_IsJudged(string text, bool expected) => DnsLabel.IsValid(text).ShouldBe(expected);

    [Fact]
    public void DnsLabel_SixtyThreeCharacters_IsTheLongest()
    {
        DnsLabel.IsValid(new string('a', 63)).ShouldBeTrue();
        DnsLabel.IsValid(new string('a', 64)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("My Model_v2", "my-model-v2")]
    [InlineData("--x--", "x")]
    [InlineData("Ünïcode", "n-code")]
    [InlineData("...", null)]
    public void FromText_Text_IsTheNearestLabel(string text, string? expected) => DnsLabel.FromText(text).ShouldBe(expected);

    [Fact]
    public void FromText_AnyText_IsALabelOrNothing()
        => Prop.ForAll(
            ArbMap.Default.ArbFor<NonNull<string>>(),
            text => DnsLabel.FromText(text.Get) is not { } label || DnsLabel.IsValid(label) && DnsLabel.FromText(label) == label).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("alice@example.org", true)]
    [InlineData("A_b-c.9", true)]
    [InlineData("", false)]
    [InlineData(".alice", false)]
    [InlineData("..", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    public void UserName_Text_IsJudged(string text, bool expected) => UserName.IsValid(text).ShouldBe(expected);

    [Fact]
    public void UserName_SixtyFourCharacters_IsTheLongest()
    {
        UserName.IsValid(new string('a', 64)).ShouldBeTrue();
        UserName.IsValid(new string('a', 65)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("https://[::1]:8080", true)]
    [InlineData("*", true)]
    [InlineData("https://app.example/", false)]
    [InlineData("https://app.example:443", false)]
    [InlineData("https://App.example", false)]
    [InlineData("app.example", false)]
    [InlineData("https://*.example", false)]
    [InlineData("null", false)]
    public void Origin_Text_IsJudged(string text, bool expected) => WebAddress.IsOrigin(text).ShouldBe(expected);

    [Theory]
    [InlineData("https://s3.example:9000/path", true)]
    [InlineData("http://10.0.0.1", true)]
    [InlineData("ftp://s3.example", false)]
    [InlineData("https://user:password@s3.example", false)]
    [InlineData("https://s3.example/?a=b", false)]
    [InlineData("https://s3.example/#a", false)]
    [InlineData("https://", false)]
    [InlineData("https:s3.example", false)]
    [InlineData("https:\\\\s3.example", false)]
    [InlineData("https://s3 .example", false)]
    public void Url_Text_IsJudged(string text, bool expected) => WebAddress.IsUrl(text).ShouldBe(expected);

    [Theory]
    [InlineData("my-bucket", true)]
    [InlineData("a.b.c", true)]
    [InlineData("ab", false)]
    [InlineData("a..b", false)]
    [InlineData("-ab", false)]
    [InlineData("ab-", false)]
    [InlineData("A-b", false)]
    [InlineData("10.0.0.1", false)]
    public void BucketName_Text_IsJudged(string text, bool expected) => BucketName.IsValid(text).ShouldBe(expected);

    [Theory]
    [InlineData("module.function", true)]
    [InlineData("a.b.c_1", true)]
    [InlineData("модуль.функция", true)]
    [InlineData("function", false)]
    [InlineData("a..b", false)]
    [InlineData("a.1b", false)]
    [InlineData("a.b()", false)]
    public void PythonFunction_Text_IsJudged(string text, bool expected) => CodeName.IsPythonFunction(text).ShouldBe(expected);
}
