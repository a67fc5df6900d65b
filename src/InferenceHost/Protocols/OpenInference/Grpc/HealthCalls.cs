using Inference.Grpc;
using InferenceHost.Admission;
using InferenceHost.Components;
using InferenceHost.Protocols.OpenInference.Grpc.Messages;
using ServingStatus = InferenceHost.Protocols.OpenInference.Grpc.Messages.HealthCheckResponse.Types.ServingStatus;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary><c>grpc.health.v1.Health</c>: the whole server under the empty name or its service's own, a model under its name, by the same rules as a call of it.</summary>
internal sealed class HealthCalls(RpcServerCalls server, RpcEntrance entrance, Gate gate, TimeProvider clock)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    public async ValueTask<GrpcStatus> CheckAsync(RpcCall call, HealthCheckRequest request)
    {
        if (IsServer(request.Service))
            return await call.AnswerAsync(new HealthCheckResponse { Status = OfServer(call) });
        var entry = await entrance.FindAsync(call.Http, request.Service);
        return entry.Refusal is { } refusal ? RpcStatus.Of(call.Http, refusal) : await call.AnswerAsync(new HealthCheckResponse { Status = Of(entry.Component!) });
    }

    /// <summary>Says how it is, and again whenever that changes, until the caller leaves or the host stops.</summary>
    public async ValueTask<GrpcStatus> WatchAsync(RpcCall call, HealthCheckRequest request)
    {
        var (told, known) = (ServingStatus.Unknown, default(Component));
        using var timer = new PeriodicTimer(LookInterval, clock);
        do
        {
            var now = IsServer(request.Service) ? OfServer(call) : ServingStatus.ServiceUnknown;
            if (!IsServer(request.Service))
            {
                // who may call was asked when the name was first known, and is when it means another
                var component = entrance.Lookup(call.Http, request.Service);
                if (component is not null && !ReferenceEquals(component, known) && (await entrance.FindAsync(call.Http, request.Service)).Refusal is { } refusal)
                    return RpcStatus.Of(call.Http, refusal);
                known = component;
                now = component is null ? ServingStatus.ServiceUnknown : Of(component);
            }

            if (now != told)
                await call.AnswerAsync(new HealthCheckResponse { Status = now }, isFlushed: true);
            told = now;
        }
        while (!gate.IsClosed && await timer.WaitForNextTickAsync(call.Token));

        return RpcStatus.Of(call.Http, InferCalls.Draining);
    }

    private static bool IsServer(string service) => service.Length == 0 || service == RpcRoutes.Service;

    private ServingStatus OfServer(RpcCall call) => server.IsReady(call) ? ServingStatus.Serving : ServingStatus.NotServing;

    private ServingStatus Of(Component component) => component.IsReady && !gate.IsClosing ? ServingStatus.Serving : ServingStatus.NotServing;
}
