namespace Inference.Boxes.S3;

/// <summary>
/// Never <c>Expect: 100-continue</c>: where a store refuses before the body, .NET sends the body of a small request all the same, and a Ceph gateway reads it
/// as the next request on the connection.
/// </summary>
internal sealed class NoExpectHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.ExpectContinue = false;
        return base.SendAsync(request, cancellationToken);
    }
}
