using FsCheck;
using FsCheck.Fluent;
using Inference.Boxes;
using Inference.Contracts;
using InferenceHost.Files;

namespace Inference.InferenceHost.Tests.Files;

public sealed class FileTargetTests
{
    [Theory]
    [InlineData("/pu/files", true)]
    [InlineData("/pu/files/", true)]
    [InlineData("/pu/files?x", true)]
    [InlineData("/pu/files/users/g/f?x=/y", true)]
    [InlineData("/pu/filesystem/predict", false)]
    [InlineData("/pu/%66iles/x", false)]
    [InlineData("/pu/x/files", false)]
    [InlineData("//files", false)]
    [InlineData("/files/x", false)]
    [InlineData("http://h/files/x", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void IsMeant_ATarget_IsThatOfTheFileApi(string target, bool expected) => FileTarget.IsMeant(target).ShouldBe(expected);

    [Theory]
    [InlineData("/pu/files/b", "Box", "")]
    [InlineData("/pu/files/b/", "Box", "")]
    [InlineData("/pu/files/b/g", "Group", "g/")]
    [InlineData("/pu/files/b/g.csv/", "Group", "g.csv/")]
    [InlineData("/pu/files/b/g/h/", "Group", "g/h/")]
    [InlineData("/pu/files/b/g/h", "File", "g/h")]
    [InlineData("/pu/files/b/g/%C3%A4%20%23?x=%2e", "File", "g/ä #")]
    [InlineData("/pu/files/b/g/100%25+", "File", "g/100%+")]
    public void TryParse_APath_IsWhatItNames(string target, string kind, string path)
    {
        FileTarget.TryParse(target, out var parsed, out var error).ShouldBeTrue(error?.Message);

        parsed!.Box.ShouldBe("b");
        parsed.Kind.ToString().ShouldBe(kind);
        (parsed.Kind == FileTargetKind.File ? parsed.File.Value : parsed.Group.Value).ShouldBe(path);
        FileTarget.NamespaceOf(target).ShouldBe("pu");
    }

    [Theory]
    [InlineData("/pu/files", ErrorCode.NotFound, "no box is named")]
    [InlineData("/pu/files//g", ErrorCode.NotFound, "no box is named")]
    [InlineData("/pu/files/b//", ErrorCode.InvalidInput, "it is empty")]
    [InlineData("/pu/files/b//f", ErrorCode.InvalidInput, "empty segment")]
    [InlineData("/pu/files/b/g/../f", ErrorCode.InvalidInput, "'..'")]
    [InlineData("/pu/files/b/g/%2e%2e", ErrorCode.InvalidInput, "'..'")]
    [InlineData("/pu/files/b/g/%252e", ErrorCode.InvalidInput, "encoded twice")]
    [InlineData("/pu/files/b/g/%252525", ErrorCode.InvalidInput, "encoded twice")]
    [InlineData("/pu/files/b/g/a%2fb", ErrorCode.InvalidInput, "encoded slash")]
    [InlineData("/pu/files/b/g/%f", ErrorCode.InvalidInput, "hexadecimal")]
    [InlineData("/pu/files/b/g/%ff", ErrorCode.InvalidInput, "not UTF-8")]
    [InlineData("/pu/files/b/g/ä", ErrorCode.InvalidInput, "not percent-encoded")]
    [InlineData("/pu/files/b/g/e%CC%81", ErrorCode.InvalidInput, "normalisation form C")]
    public void TryParse_ABadPath_SaysWhatIsWrong(string target, ErrorCode code, string says)
    {
        FileTarget.TryParse(target, out _, out var error).ShouldBeFalse();

        error!.Code.ShouldBe(code);
        error.Message.ShouldContain(says);
    }

    /// <summary>What the file API says of a file's URL names the file.</summary>
    [Fact]
    public void TryParse_TheUrlOfAnyName_IsThatName() => Prop.ForAll(
        Gen.Two(Gen.ListOf(Gen.Elements('a', 'Z', '0', ' ', '%', '#', '?', '+', '&', '=', ';', ':', 'ä', '日', '\'', '"', '<', '{', '~', '.')).Select(list => string.Concat(list))).ToArbitrary(),
        pair =>
        {
            var (group, name) = pair;
            if (!BoxPath.TryParse($"{group}/{name}", out var path, out _))
                return;
            var isRead = FileTarget.TryParse(FileLinks.UrlOf("pu", "b", path), out var target, out var error);
            if (isRead)
                target!.File.ShouldBe(path);
            else
                error!.Message.ShouldContain("encoded twice");
        }).QuickCheckThrowOnFailure();

    /// <summary>Whatever stands in a request line, what is read from it is under the rule of boxes.</summary>
    [Fact]
    public void TryParse_AnyTarget_GivesNamesUnderTheRuleOrNone() => Prop.ForAll(
        Gen.ListOf(Gen.Elements("..", ".", "%2e", "%252e", "/", "%2f", "%5c", "\\", "%00", "g", "f", "%", "%25", "%c0%ae", "e%CC%81", "%C3%A9")).Select(list => "/pu/files/b/" + string.Concat(list)).ToArbitrary(),
        text =>
        {
            if (!FileTarget.TryParse(text, out var target, out _) || target.Kind == FileTargetKind.Box)
                return;
            var path = target.Kind == FileTargetKind.File ? target.File.Value : target.Group.Value.TrimEnd('/');
            BoxPath.TryParse(path, out _, out _).ShouldBeTrue();
            path.Split('/').ShouldAllBe(segment => segment != ".." && segment != "." && segment.Length > 0);
        }).QuickCheckThrowOnFailure();
}
