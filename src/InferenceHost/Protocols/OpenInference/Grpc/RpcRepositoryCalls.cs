using Inference.Grpc;
using InferenceHost.Components;
using Proto = InferenceHost.Protocols.OpenInference.Grpc.Messages;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>Statistics and the repository: on the internal listener only, as over HTTP.</summary>
internal sealed class RpcRepositoryCalls(RepositoryCalls repository, RpcEntrance entrance)
{

    public ValueTask<GrpcStatus> StatisticsAsync(RpcCall call, Proto.ModelStatisticsRequest request)
    {
        if (!call.Http.IsInternal)
            return ValueTask.FromResult(GrpcStatus.NoSuchMethod);
        var scope = entrance.Components;
        IEnumerable<Component> asked = scope.Components;
        if (request.Name.Length > 0)
        {
            if (!scope.TryFind(request.Name, out var component, out var unknown))
                return ValueTask.FromResult(RpcStatus.Of(call.Http, unknown));
            if (request.Version.Length > 0 && ModelVersion.Check(request.Name, request.Version) is { } unversioned)
                return ValueTask.FromResult(RpcStatus.Of(call.Http, unversioned));
            asked = [component];
        }

        var answer = new Proto.ModelStatisticsResponse();
        answer.ModelStats.Add(asked.OrderBy(component => component.Spec.FullName, StringComparer.Ordinal).Select(component => StatisticsOf(component.Spec.FullName, component.Statistics)));
        return call.AnswerAsync(answer);
    }

    public ValueTask<GrpcStatus> IndexAsync(RpcCall call, Proto.RepositoryIndexRequest request)
    {
        if (!call.Http.IsInternal)
            return ValueTask.FromResult(GrpcStatus.NoSuchMethod);
        var answer = new Proto.RepositoryIndexResponse();
        foreach (var component in entrance.Components.Components.OrderBy(component => component.Spec.FullName, StringComparer.Ordinal))
        {
            var status = component.Status;
            if (!request.Ready || component.IsReady)
                answer.Models.Add(new Proto.RepositoryIndexResponse.Types.ModelIndex { Name = component.Spec.FullName, Version = ModelVersion.Only, State = status.State.RepositoryName(), Reason = status.Message });
        }

        return call.AnswerAsync(answer);
    }

    public async ValueTask<GrpcStatus> LoadAsync(RpcCall call, Proto.RepositoryModelLoadRequest request) =>
        await TellAsync(call, request.ModelName, ComponentCommandKind.Load, request.Parameters.Keys) ?? await call.AnswerAsync(new Proto.RepositoryModelLoadResponse());

    public async ValueTask<GrpcStatus> UnloadAsync(RpcCall call, Proto.RepositoryModelUnloadRequest request) =>
        await TellAsync(call, request.ModelName, ComponentCommandKind.Unload, request.Parameters.Keys) ?? await call.AnswerAsync(new Proto.RepositoryModelUnloadResponse());

    private static Proto.ModelStatistics StatisticsOf(string name, Statistics statistics) => new()
    {
        Name = name,
        Version = ModelVersion.Only,
        LastInference = (ulong)statistics.LastInference,
        InferenceCount = (ulong)statistics.Inferences,
        ExecutionCount = (ulong)statistics.Executions,
        InferenceStats = new Proto.InferStatistics
        {
            Success = DurationOf(statistics.Success),
            Fail = DurationOf(statistics.Failure),
            Queue = DurationOf(statistics.Queue),
            ComputeInput = DurationOf(statistics.ComputeInput),
            ComputeInfer = DurationOf(statistics.ComputeInfer),
            ComputeOutput = DurationOf(statistics.ComputeOutput),
            CacheHit = DurationOf(default),
            CacheMiss = DurationOf(default),
        },
        BatchStats = { statistics.Batches.Select(BatchOf) },
    };

    private static Proto.InferBatchStatistics BatchOf(BatchStatistic batch) => new()
    {
        BatchSize = (ulong)batch.Rows,
        ComputeInput = DurationOf(batch.ComputeInput),
        ComputeInfer = DurationOf(batch.ComputeInfer),
        ComputeOutput = DurationOf(batch.ComputeOutput),
    };

    private static Proto.StatisticDuration DurationOf(StatisticDuration duration) => new() { Count = (ulong)duration.Count, Ns = (ulong)duration.Nanoseconds };

    private async ValueTask<GrpcStatus?> TellAsync(RpcCall call, string name, ComponentCommandKind kind, IEnumerable<string> parameters)
    {
        if (!call.Http.IsInternal)
            return GrpcStatus.NoSuchMethod;
        var error = repository.Find(entrance.Components, name, out var component) ?? await repository.TellAsync(component!, kind, parameters.Any(RepositoryOptions.Brings), call.Token);
        return error is null ? null : RpcStatus.Of(call.Http, error);
    }
}
