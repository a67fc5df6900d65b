namespace Inference.Boxes.Tests.Mounting;

/// <summary>Stands before the network: counts what is asked of the store, and breaks bodies when told to.</summary>
internal sealed class RequestCounter
{
    private int requests;
    private int bodies;

    public int Requests => requests;

    /// <summary>Of objects.</summary>
    public int Bodies => bodies;

    public int BreakBodiesAfter { get; set; } = int.MaxValue;

    public void Reset()
    {
        requests = 0;
        bodies = 0;
    }

    public HttpMessageHandler Around(HttpMessageHandler inner) => new Handler(this, inner);

    private sealed class Handler(RequestCounter counter, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref counter.requests);
            var isBody = request.Method == HttpMethod.Get && !request.RequestUri!.Query.Contains("list-type");
            if (isBody && Interlocked.Increment(ref counter.bodies) > counter.BreakBodiesAfter)
                throw new HttpRequestException("broken on purpose");
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
