using InferenceHost.Admission;
using InferenceHost.Protocols;
using InferenceHost.Protocols.OpenInference.Grpc;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;

namespace InferenceHost.Hosting;

/// <summary>
/// What Kestrel hands requests to: straight to the router of its protocol, without the middleware pipeline, whose services per request we have no use for. A call
/// object lives as long as its connection.
/// </summary>
internal sealed class HttpApplication(Router router, RpcRoutes rpc, TrustedProxies proxies, Gate gate) : IHttpApplication<HttpCall>
{
    public HttpCall CreateContext(IFeatureCollection contextFeatures)
    {
        var container = contextFeatures as IHostContextContainer<HttpCall>;
        var call = container?.HostContext ?? new HttpCall(proxies);
        if (container is not null)
            container.HostContext = call;
        call.Begin(contextFeatures);
        return call;
    }

    public Task ProcessRequestAsync(HttpCall context)
    {
        if (gate.IsClosing && !context.IsInternal)
            PublicConnections.EndAfter(context.Context);
        return context.IsGrpc ? rpc.HandleAsync(context) : router.HandleAsync(context);
    }

    public void DisposeContext(HttpCall context, Exception? exception) => context.End();
}
