using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Xml;
using Amazon.Runtime;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Inference.Boxes.S3;

/// <summary>What calls to a store fail with, as a box's errors. Only codes of the store are passed on, never its texts: they may hold keys.</summary>
internal static class S3Faults
{
    /// <summary>Whether the same request may succeed a moment later.</summary>
    public static bool IsTransient(Exception? exception) => exception switch
    {
        HttpRequestException or IOException or SocketException or TimeoutRejectedException or TimeoutException => true,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout } e =>
            e.StatusCode is not (HttpStatusCode.NotImplemented or HttpStatusCode.InsufficientStorage),
        AmazonServiceException { InnerException: { } inner } => IsTransient(inner),
        _ => false,
    };

    /// <summary>Null for what is no failure of the store: our own mistake, a cancelled call.</summary>
    public static BoxError? Of(Exception exception, string doing, string store) => exception switch
    {
        BrokenCircuitException => Unreachable(doing, store, "it failed several times just now and is left alone for a few seconds; try again then"),
        TimeoutRejectedException e => Unreachable(doing, store, $"it did not answer within {e.Timeout.TotalSeconds:0.###} s"),
        HttpRequestException { InnerException: AuthenticationException tls } =>
            Unreachable(doing, store, $"{tls.Message.TrimEnd('.')}; have this machine trust the store's certificate, or name it in SSL_CERT_FILE"),
        HttpRequestException or IOException or SocketException or TimeoutException => Unreachable(doing, store, exception.Message),
        XmlException => Unreachable(doing, store, "its answer is no XML that can be read"),
        AmazonServiceException { InnerException: { } inner } e when (int)e.StatusCode == 0 => Of(inner, doing, store),
        AmazonServiceException e => Of(e, doing, store),
        AmazonClientException e when e.InnerException is { } inner && IsTransient(inner) => Of(inner, doing, store),
        AmazonClientException => new BoxError(
            BoxErrorCode.Denied, $"{doing} {store} failed: no credentials were found; name a Secret in the box's 'credentials', or give the process some"),
        _ => null,
    };

    private static BoxError Of(AmazonServiceException e, string doing, string store)
    {
        var said = $"{(int)e.StatusCode} {e.ErrorCode}";
        return (e.ErrorCode, e.StatusCode) switch
        {
            ("NoSuchBucket", _) => new(BoxErrorCode.BucketMissing, $"{doing} {store} failed: there is no such bucket; make it, or correct the box's 'bucket'"),
            ("QuotaExceeded", _) or (_, HttpStatusCode.InsufficientStorage) => new(BoxErrorCode.Full, $"{doing} {store} failed: the store is full ({said})"),
            ("NoSuchUpload", _) => new(BoxErrorCode.Refused, $"{doing} {store} failed: the upload was ended by somebody else ({said}); store the file again"),
            ("RequestTimeTooSkewed", _) => new(BoxErrorCode.Denied, $"{doing} {store} failed: the clocks of this machine and of the store differ too much; set them right"),
            (_, HttpStatusCode.NotFound) => new(BoxErrorCode.NotFound, $"{doing} {store} failed: it is not there"),
            (_, HttpStatusCode.PreconditionFailed or HttpStatusCode.NotModified or HttpStatusCode.Conflict) =>
                new(BoxErrorCode.PreconditionFailed, $"{doing} {store} failed: the condition does not hold ({said}); look at it again"),
            (_, HttpStatusCode.RequestedRangeNotSatisfiable) => new(BoxErrorCode.InvalidRange, $"{doing} {store} failed: it has no byte in the range asked for"),
            (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) => new(
                BoxErrorCode.Denied, $"{doing} {store} failed: the store does not allow it with the credentials of the box ({said}); correct the Secret, or the store's policy"),
            _ when IsTransient(e) => Unreachable(doing, store, $"it answered {said}"),
            _ => new(BoxErrorCode.Refused, $"{doing} {store} failed: the store refused with {said}"),
        };
    }

    private static BoxError Unreachable(string doing, string store, string why) => new(BoxErrorCode.Unreachable, $"{doing} {store} failed: {why}");
}
