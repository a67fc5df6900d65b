using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Inference.Manifests;

namespace Inference.Boxes.Tests.Paths;

public sealed class BoxPathTests
{
    /// <summary>What goes wrong in names, and what surrounds it.</summary>
    private static readonly string[] Pieces =
    [
        "a", "b.csv", "file name", "..", ".", "...", "/", "//", "\\", "\0", "\u0001", "\u007f", "\u0085", "é", "e\u0301", "\uD800", "\uDC00", "😀", "%2e%2e", "한", "\u1112\u1161\u11AB",
        "\uFB01", "\u212B", "\uFFFF", "\u0344", new string('x', 255), new string('é', 128), ".inference-partial", "~", "C:",
    ];

    [Theory]
    [InlineData("a")]
    [InlineData("a/b/c.csv")]
    [InlineData("...")]
    [InlineData("..a/b..")]
    [InlineData("%2e%2e/x")]
    [InlineData("é/日本/😀/한")]
    [InlineData(" ")]
    public void TryParse_Name_IsTaken(string text)
    {
        BoxPath.TryParse(text, out var path, out var error).ShouldBeTrue(error?.Message);
        path.Value.ShouldBe(text);
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("/a", "empty segment")]
    [InlineData("a/", "empty segment")]
    [InlineData("a//b", "empty segment")]
    [InlineData("a/../b", "'..'")]
    [InlineData("..", "'..'")]
    [InlineData("a/.", "'.'")]
    [InlineData("a\\b", "backslash")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a\nb", "U+000A")]
    [InlineData("a\u0085", "U+0085")]
    [InlineData("\uFFFE", "U+FFFE")]
    [InlineData("e\u0301", "normalisation")]
    [InlineData("\u212B", "normalisation")]
    [InlineData("\u1112\u1161\u11AB", "normalisation")]
    [InlineData("\u00E2\u0323", "normalisation")]
    [InlineData(".inference-partial/x", "store's own")]
    public void TryParse_NoName_SaysWhy(string? text, string reason)
    {
        BoxPath.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.InvalidPath);
        error.Message.ShouldContain(reason);
        error.Message.ShouldNotContain("\0");
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void TryParse_LoneSurrogate_IsRefused()
    {
        // not as data of a theory: attributes are stored as UTF-8, which has none
        foreach (var text in new[] { "\uD800", "a\uDC00b", "\uDC00\uD800" })
            BoxPath.TryParse(text, out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(255, 'x', true)]
    [InlineData(256, 'x', false)]
    [InlineData(127, 'é', true)]
    [InlineData(128, 'é', false)]
    public void TryParse_LongSegment_IsMeasuredInBytes(int length, char letter, bool isTaken) =>
        BoxPath.TryParse("a/" + new string(letter, length), out _, out _).ShouldBe(isTaken);

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public void TryParse_LongPath_IsMeasuredInBytes(int length, bool isTaken)
    {
        var path = string.Concat(Enumerable.Repeat(new string('x', 199) + "/", 5)) + new string('y', length - 1000);
        BoxPath.TryParse(path, out _, out _).ShouldBe(isTaken);
    }

    [Fact]
    public void TryParse_AnyText_IsRefusedOrNamesOnePlaceInsideTheBox()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(pieces => string.Join(pieces.Count % 2 == 0 ? "/" : "", pieces));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            if (!BoxPath.TryParse(text, out var path, out _))
                return true;
            var combined = Path.GetFullPath(Path.Combine("/box", path.Value));
            return combined == "/box/" + text && new UTF8Encoding(false, true).GetByteCount(text) <= 1024 && !text.Any(char.IsControl)
                && Array.TrueForAll(text.Split('/'), segment => Encoding.UTF8.GetByteCount(segment) is > 0 and <= 255) && ComposedForm.ToC(text) == text;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Prefix_AnyPartOfABoxThatManifestsTake_IsTakenAndNoOther()
    {
        var texts = Gen.Elements(Pieces).ListOf().Select(pieces => string.Join(pieces.Count % 2 == 0 ? "/" : "", pieces));
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            if (!SubPath.TryParse(text, out var part))
                return !BoxPath.TryParse(text, out _, out _);
            return BoxPrefix.TryFrom(part, out var prefix, out _) && prefix.Value.TrimEnd('/') == part.Value;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Prefix_JoinAndStrip_AreInverse()
    {
        var prefix = BoxPrefix.Parse("users/alice/file_groups");
        prefix.TryJoin(BoxPath.Parse("g/f"), out var path, out _).ShouldBeTrue();
        path.Value.ShouldBe("users/alice/file_groups/g/f");
        path.Group.Value.ShouldBe("users/alice/file_groups/g/");
        path.Name.ShouldBe("f");
        prefix.Strip(path).Value.ShouldBe("g/f");
        BoxPrefix.Parse("users/ali").Holds(path).ShouldBeFalse();
        BoxPrefix.Whole.Strip(path).ShouldBe(path);
        prefix.TryJoin(BoxPath.Parse(string.Join('/', Enumerable.Repeat(new string('x', 200), 5))), out _, out var error).ShouldBeFalse();
        error.ShouldNotBeNull().Code.ShouldBe(BoxErrorCode.InvalidPath);
    }
}
