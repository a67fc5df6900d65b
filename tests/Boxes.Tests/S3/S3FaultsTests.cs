using System.Net;
using System.Security.Authentication;
using Amazon.Runtime;
using Amazon.S3;
using Inference.Boxes.S3;

namespace Inference.Boxes.Tests.S3;

/// <summary>What a store's answers, and its silence, are to a box. Never a word of the store's own text, which may hold keys.</summary>
public sealed class S3FaultsTests
{
    [Theory]
    [InlineData("NoSuchBucket", 404, BoxErrorCode.BucketMissing, "make it, or correct the box's 'bucket'")]
    [InlineData("NoSuchKey", 404, BoxErrorCode.NotFound, "not there")]
    [InlineData("QuotaExceeded", 403, BoxErrorCode.Full, "full")]
    [InlineData("XMinioStorageFull", 507, BoxErrorCode.Full, "full")]
    [InlineData("NoSuchUpload", 404, BoxErrorCode.Refused, "store the file again")]
    [InlineData("RequestTimeTooSkewed", 403, BoxErrorCode.Denied, "clocks")]
    [InlineData("InvalidAccessKeyId", 403, BoxErrorCode.Denied, "correct the Secret")]
    [InlineData("AccessDenied", 401, BoxErrorCode.Denied, "correct the Secret")]
    [InlineData("PreconditionFailed", 412, BoxErrorCode.PreconditionFailed, "look at it again")]
    [InlineData("InvalidRange", 416, BoxErrorCode.InvalidRange, "no byte")]
    [InlineData("SlowDown", 503, BoxErrorCode.Unreachable, "503 SlowDown")]
    [InlineData("TooManyRequests", 429, BoxErrorCode.Unreachable, "429")]
    [InlineData("NotImplemented", 501, BoxErrorCode.Refused, "501 NotImplemented")]
    [InlineData("InvalidRequest", 400, BoxErrorCode.Refused, "400 InvalidRequest")]
    public void Of_AnAnswerOfTheStore_SaysWhatToDo(string code, int status, BoxErrorCode expected, string text)
    {
        var error = S3Faults.Of(new AmazonS3Exception("its own text", ErrorType.Unknown, code, "id", (HttpStatusCode)status), "reading 'a' from", "the bucket").ShouldNotBeNull();

        error.Code.ShouldBe(expected);
        error.Message.ShouldStartWith("reading 'a' from the bucket failed");
        error.Message.ShouldContain(text);
        error.Message.ShouldNotContain("its own text");
    }

    public static TheoryData<Exception, string> Silences => new()
    {
        { new TimeoutException("the connection was not taken"), "the connection was not taken" },
        { new HttpRequestException("refused"), "refused" },
        { new HttpRequestException("see inner", new AuthenticationException("UntrustedRoot.")), "UntrustedRoot; have this machine trust" },
        { new AmazonServiceException("", new IOException("broke off")), "broke off" },
        { new AmazonClientException("", new HttpRequestException("no metadata")), "no metadata" },
    };

    [Theory]
    [MemberData(nameof(Silences))]
    public void Of_NoAnswer_IsUnreachable(Exception exception, string text)
    {
        var error = S3Faults.Of(exception, "reading 'a' from", "the bucket").ShouldNotBeNull();

        error.Code.ShouldBe(BoxErrorCode.Unreachable);
        error.Message.ShouldContain(text);

        // worth another try
        (S3Faults.IsTransient(exception) || S3Faults.IsTransient(exception.InnerException)).ShouldBeTrue();
    }

    [Fact]
    public void Of_NoCredentials_SaysWhereTheyMayBe() =>
        S3Faults.Of(new AmazonClientException("none"), "a", "b").ShouldNotBeNull().Message.ShouldContain("name a Secret in the box's 'credentials'");

    [Fact]
    public void Of_OurOwnMistakeOrACancelledCall_IsNoFaultOfTheStore()
    {
        S3Faults.Of(new InvalidOperationException(), "a", "b").ShouldBeNull();
        S3Faults.Of(new OperationCanceledException(), "a", "b").ShouldBeNull();
    }
}
