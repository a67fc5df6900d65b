using Google.Protobuf;
using Inference.Grpc;
using Inference.Grpc.Calls;
using Inference.Grpc.Methods;
using InferenceHost.Protocols.OpenInference.Grpc.Messages;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>
/// The map of gRPC methods: what is not here does not exist. No web page reaches a listener that speaks HTTP/2 without TLS only, so that the name it is called by is not looked at.
/// </summary>
internal sealed class RpcRoutes
{
    public const string Service = "inference.GRPCInferenceService";
    private const string Health = "grpc.health.v1.Health";
    private const string Reflection = "grpc.reflection.v1.ServerReflection";

    // what clients ask that are older
    private const string ReflectionBefore = "grpc.reflection.v1alpha.ServerReflection";

    // of all messages but those with tensors; the largest hold names
    private const int MaxMessageBytes = 1 << 20;
    private readonly GrpcServer<RpcCall> server;
    private readonly GrpcLimits limits;

    public RpcRoutes(RpcMethods calls, FailureLog failures, TimeProvider clock)
    {
        limits = new GrpcLimits(clock, new RpcMemory());
        var methods = new GrpcMethods<RpcCall>()
            .Add(Service, "ModelInfer", calls.Infer.InferAsync)
            .Add(Service, "ModelStreamInfer", calls.Infer.InferStreamAsync)
            .AddUnary(Service, "ServerLive", MaxMessageBytes, With(ServerLiveRequest.Parser, RpcServerCalls.LiveAsync))
            .AddUnary(Service, "ServerReady", MaxMessageBytes, With(ServerReadyRequest.Parser, calls.Server.ReadyAsync))
            .AddUnary(Service, "ServerMetadata", MaxMessageBytes, With(ServerMetadataRequest.Parser, RpcServerCalls.MetadataAsync))
            .AddUnary(Service, "ModelReady", MaxMessageBytes, With(ModelReadyRequest.Parser, calls.Models.ReadyAsync))
            .AddUnary(Service, "ModelMetadata", MaxMessageBytes, With(ModelMetadataRequest.Parser, calls.Models.MetadataAsync))
            .AddUnary(Service, "ModelConfig", MaxMessageBytes, With(ModelConfigRequest.Parser, calls.Models.ConfigAsync))
            .AddUnary(Service, "ModelStatistics", MaxMessageBytes, With(ModelStatisticsRequest.Parser, calls.Repository.StatisticsAsync))
            .AddUnary(Service, "RepositoryIndex", MaxMessageBytes, With(RepositoryIndexRequest.Parser, calls.Repository.IndexAsync))
            .AddUnary(Service, "RepositoryModelLoad", MaxMessageBytes, With(RepositoryModelLoadRequest.Parser, calls.Repository.LoadAsync))
            .AddUnary(Service, "RepositoryModelUnload", MaxMessageBytes, With(RepositoryModelUnloadRequest.Parser, calls.Repository.UnloadAsync))
            .AddUnary(Health, "Check", MaxMessageBytes, With(HealthCheckRequest.Parser, calls.Health.CheckAsync))
            .AddUnary(Health, "Watch", MaxMessageBytes, With(HealthCheckRequest.Parser, calls.Health.WatchAsync))
            .Add(Reflection, "ServerReflectionInfo", calls.Reflection.InfoAsync)
            .Add(ReflectionBefore, "ServerReflectionInfo", calls.Reflection.InfoAsync);
        server = new GrpcServer<RpcCall>(methods, (call, bug) => failures.Bug(bug, call.Http.RequestId));
    }

    /// <summary>Answers the call, whatever it is.</summary>
    public Task HandleAsync(HttpCall call)
    {
        call.Tell("X-Request-Id", call.RequestId);
        return server.HandleAsync(call.Rpc ??= new RpcCall(call, limits), call.Context);
    }

    /// <summary>A method whose message generated code reads.</summary>
    private static GrpcUnaryHandler<RpcCall> With<TRequest>(MessageParser<TRequest> parser, Func<RpcCall, TRequest, ValueTask<GrpcStatus>> handle)
        where TRequest : IMessage<TRequest> => (call, bytes) =>
        call.Parse(parser, bytes, out var request) is { } malformed ? ValueTask.FromResult(malformed) : handle(call, request);
}
