using Inference.Boxes;
using InferenceHost.Protocols.Transfers;
using Microsoft.AspNetCore.Http;

namespace Inference.InferenceHost.Tests.Protocols.Transfers;

/// <summary>The headers of uploads and downloads.</summary>
public sealed class HeaderTests
{
    [Theory]
    [InlineData("bytes=0-0", "bytes=0-0")]
    [InlineData("Bytes= 5- ", "bytes=5-")]
    [InlineData("bytes=-5", "bytes=-5")]
    [InlineData("", null)]
    [InlineData("bytes=", null)]
    [InlineData("bytes=-", null)]
    [InlineData("bytes=5", null)]
    [InlineData("bytes=5-4", null)]
    [InlineData("bytes=1-2,3-4", null)]
    [InlineData("bytes=--1", null)]
    [InlineData("bytes=1-99999999999999999999", null)]
    [InlineData("lines=1-2", null)]
    public void Range_Read_IsOneRangeOrNone(string header, string? expected) => RangeHeader.Read(header)?.ToString().ShouldBe(expected ?? "none");

    [Theory]
    [InlineData("a.csv", "attachment; filename=\"a.csv\"; filename*=UTF-8''a.csv")]
    [InlineData("ä\"b\\c%20;.txt", "attachment; filename=\"__b_c_20;.txt\"; filename*=UTF-8''%C3%A4%22b%5Cc%2520%3B.txt")]
    [InlineData("日 本", "attachment; filename=\"_ _\"; filename*=UTF-8''%E6%97%A5%20%E6%9C%AC")]
    public void Attachment_AName_IsSaidTwice(string name, string expected) => AttachmentName.HeaderOf(name).ShouldBe(expected);

    [Fact]
    public void PutOptions_Conditions_AreTheStores()
    {
        Read("", "").ShouldBe(new PutOptions { Length = 3 });
        Read("", "*").ShouldBe(new PutOptions { Length = 3, IfAbsent = true });
        Read("\"x\"", "").ShouldBe(new PutOptions { Length = 3, IfETag = "x" });
        foreach (var (match, noneMatch) in new[] { ("*", ""), ("x", ""), ("\"x\", \"y\"", ""), ("W/\"x\"", ""), ("\"x\"", "*"), ("", "\"x\"") })
            Read(match, noneMatch).ShouldBeNull();
    }

    [Theory]
    [InlineData("any/page", true)]
    [InlineData("日", true)]
    public void PageToken_Written_IsReadBack(string continuation, bool expected) => (PageToken.Read(PageToken.Write(continuation)) == continuation).ShouldBe(expected);

    private static PutOptions? Read(string match, string noneMatch)
    {
        var headers = new HeaderDictionary { ["If-Match"] = match, ["If-None-Match"] = noneMatch };
        return EntityTags.ReadPutOptions(headers, 3);
    }
}
