using InferenceHost.Protocols;
using Microsoft.AspNetCore.Http;

namespace Inference.InferenceHost.Tests.Protocols;

public sealed class AnswerEncodingTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("*", null)]
    [InlineData("br, zstd", null)]
    [InlineData("identity", null)]
    [InlineData("gzip", "gzip")]
    [InlineData("GZip", "gzip")]
    [InlineData("deflate", "deflate")]
    [InlineData("deflate, gzip", "gzip")]
    [InlineData("gzip, deflate, br", "gzip")]
    [InlineData("gzip;q=0", null)]
    [InlineData("gzip ; q=0.0, deflate", "deflate")]
    [InlineData("gzip;q=0.1, deflate;q=0.9", "deflate")]
    [InlineData("gzip;q=0.1, deflate;Q=0", "gzip")]
    [InlineData("identity, gzip;q=0.5", null)]
    [InlineData("identity;q=0.5, gzip;q=0.5", "gzip")]
    [InlineData("identity;q=0, gzip;q=0.001", "gzip")]
    [InlineData("gzip;q=nonsense", "gzip")]
    [InlineData("gzip;q=nan", "gzip")]
    [InlineData("gzip;q=-1", "gzip")]
    [InlineData("gzip;level=9", "gzip")]
    [InlineData(";;,,;q=1", null)]
    [InlineData("xgzip", null)]
    public void Encoding_WhatTheCallerLikesBest_IsChosen(string? header, string? expected)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptEncoding = header;

        AnswerSender.Encoding(context.Request).ShouldBe(expected);
    }
}
