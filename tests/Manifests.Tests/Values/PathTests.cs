using FsCheck;
using FsCheck.Fluent;

namespace Inference.Manifests.Tests.Values;

public sealed class PathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a", "/a")]
    [InlineData("/a/b/", "/a/b")]
    [InlineData("/a b/ü.onnx", "/a b/ü.onnx")]
    [InlineData("/...", "/...")]
    public void ContainerPath_AbsoluteAndSafe_IsNormalised(string text, string expected)
    {
        ContainerPath.TryParse(text, out var path).ShouldBeTrue();

        path.Value.ShouldBe(expected);
        path.ToString().ShouldBe(expected);
        path.BelowRoot.ShouldBe(expected[1..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("//")]
    [InlineData("//a")]
    [InlineData("/a//b")]
    [InlineData("/a//")]
    [InlineData("/.")]
    [InlineData("/..")]
    [InlineData("/a/../b")]
    [InlineData("/a/./b")]
    [InlineData("/a\\b")]
    [InlineData("/a\nb")]
    [InlineData("/a\0")]
    [InlineData("/a\u0085")]
    public void ContainerPath_AnythingElse_IsRefused(string text) => ContainerPath.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void ContainerPath_TooLong_IsRefused()
    {
        ContainerPath.TryParse("/" + new string('a', 256), out _).ShouldBeFalse();
        ContainerPath.TryParse(string.Concat(Enumerable.Repeat("/abc", 257)), out _).ShouldBeFalse();
        ContainerPath.TryParse(string.Concat(Enumerable.Repeat("/abc", 256)), out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/a", "/a/b", false)]
    [InlineData("/a", "/", true)]
    public void IsWithin_Folder_GoesBySegments(string path, string folder, bool expected)
    {
        ContainerPath.TryParse(path, out var inner).ShouldBeTrue();
        ContainerPath.TryParse(folder, out var outer).ShouldBeTrue();

        inner.IsWithin(outer).ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData(".", "")]
    [InlineData("./", "")]
    [InlineData("a/b", "a/b")]
    [InlineData("./a/", "a")]
    public void SubPath_RelativeAndSafe_IsNormalised(string text, string expected)
    {
        SubPath.TryParse(text, out var path).ShouldBeTrue();

        path.Value.ShouldBe(expected);
        path.IsWhole.ShouldBe(expected.Length == 0);
        path.ToString().ShouldBe(expected.Length == 0 ? "." : expected);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/..")]
    [InlineData("a//b")]
    [InlineData("././a")]
    [InlineData("a\\b")]
    [InlineData("a\tb")]
    public void SubPath_AnythingElse_IsRefused(string text) => SubPath.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Paths_WhateverIsTaken_StayBelowTheirRoot()
    {
        var texts = Gen.Elements("..", ".", "/", "a", "\\", "//", "%2e", " ", "\u0001").ListOf().Select(parts => string.Concat(parts));

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var isBelow = !SubPath.TryParse(text, out var sub) || Path.GetFullPath(sub.Value, "/any/box").StartsWith("/any/box", StringComparison.Ordinal);
            return isBelow && (!ContainerPath.TryParse(text, out var path) || Path.GetFullPath(path.Value) == path.Value);
        }).QuickCheckThrowOnFailure();
    }
}
