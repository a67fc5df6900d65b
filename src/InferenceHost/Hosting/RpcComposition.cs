using InferenceHost.Protocols.OpenInference.Grpc;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>Puts gRPC together: other methods, into the same room.</summary>
internal static class RpcComposition
{
    public static RpcRoutes Build(RpcParts parts, Publication publication, TimeProvider clock)
    {
        var entrance = new RpcEntrance(publication, parts.Doorkeeper);
        var server = new RpcServerCalls(parts.Server, parts.Gate, entrance);
        var methods = new RpcMethods(
            new InferCalls(parts.Room, parts.Gate, entrance, parts.Strangers),
            server,
            new RpcModelCalls(entrance),
            new RpcRepositoryCalls(parts.Repository, entrance),
            new HealthCalls(server, entrance, parts.Gate, clock),
            new ReflectionCalls(parts.Gate));
        return new RpcRoutes(methods, parts.Failures, clock);
    }
}
