using System.Diagnostics;
using InferenceHost.Admission;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.OpenInference.Grpc;
using Microsoft.AspNetCore.Http.Features;

namespace InferenceHost.Protocols;

/// <summary>One request and its answer, as the protocols see them. Belongs to a connection and is used again for its next request.</summary>
internal sealed class HttpCall(TrustedProxies? proxies = null) : IDisposable
{
    private readonly TrustedProxies proxies = proxies ?? TrustedProxies.None;
    private string? requestId;
    private Recollection lastCaller;

    public DefaultHttpContext Context { get; } = new();

    public HttpRequest Request => Context.Request;

    public HttpResponse Response => Context.Response;

    /// <summary>Which listener it came in by.</summary>
    public bool IsInternal { get; private set; }

    /// <summary>Whether it came in by a listener that speaks gRPC.</summary>
    public bool IsGrpc { get; private set; }

    /// <summary>The gRPC call in it, once there was one.</summary>
    public RpcCall? Rpc { get; set; }

    /// <summary>Where the caller calls from.</summary>
    public CallerAddress From => CallerAddress.Of(proxies.CallerOf(Context));

    /// <summary>What the caller reaches this host by; no host where HTTP/1.0 says none.</summary>
    public (string Scheme, HostString Host) Address => proxies.AddressOf(Context);

    /// <summary>Whom the connection was last recalled as.</summary>
    public ref Recollection LastCaller => ref lastCaller;

    /// <summary>The door the connection last asked for an inference by: its next request mostly asks the same model.</summary>
    public InferDoor? LastInfer { get; set; }

    /// <summary>When its head was there, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long Arrived { get; private set; }

    /// <summary>Where the answer is gathered.</summary>
    public PooledWriter Writer { get; } = new();

    /// <summary>The path, with everything decoded but slashes.</summary>
    public string Path => Request.Path.Value ?? "";

    /// <summary>What the request line asks for, as it came: nothing decoded, no dots removed.</summary>
    public string RawTarget => Context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";

    /// <summary>Names the request in logs, answers and traces.</summary>
    public string RequestId => requestId ??= Inference.Telemetry.Requests.RequestId.From(Request.Headers["X-Request-Id"], Request.Headers.TraceParent);

    public void Begin(IFeatureCollection features)
    {
        Context.Initialize(features);
        Arrived = Stopwatch.GetTimestamp();
        var listener = features.Get<IListenerFeature>();
        IsInternal = listener is { IsInternal: true };
        IsGrpc = listener is { IsGrpc: true };
    }

    /// <summary>One more request came by the same call.</summary>
    public void BeginNext() => Arrived = Stopwatch.GetTimestamp();

    /// <summary>Says something beside the answer, while that can be said.</summary>
    public void Tell(string header, string value)
    {
        if (!Response.HasStarted)
            Response.Headers[header] = value;
    }

    /// <summary>The connection ends with the answer; of HTTP/2 only the stream does.</summary>
    public void EndConnection()
    {
        if (!HttpProtocol.IsHttp2(Request.Protocol))
            Response.Headers.Connection = "close";
    }

    public void End()
    {
        requestId = null;
        Writer.Clear();
        Context.Uninitialize();
    }

    public void Dispose()
    {
        Writer.Dispose();
        Rpc?.Dispose();
    }
}
