using System.Globalization;
using Inference.Contracts;
using Inference.Grpc;
using InferenceHost.Admission;
using InferenceHost.Components;
using Proto = InferenceHost.Protocols.OpenInference.Grpc.Messages;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>What is asked of one model, but inference.</summary>
internal sealed class RpcModelCalls(RpcEntrance entrance)
{
    public async ValueTask<GrpcStatus> ReadyAsync(RpcCall call, Proto.ModelReadyRequest request)
    {
        var (component, refusal) = await FindAsync(call, request.Name, request.Version);
        return refusal is not null ? RpcStatus.Of(call.Http, refusal) : await call.AnswerAsync(new Proto.ModelReadyResponse { Ready = component!.IsReady });
    }

    public async ValueTask<GrpcStatus> MetadataAsync(RpcCall call, Proto.ModelMetadataRequest request)
    {
        var (component, refusal) = await FindAsync(call, request.Name, request.Version);
        if (refusal is not null)
            return RpcStatus.Of(call.Http, refusal);
        return component!.Current is { } generation
            ? await call.AnswerAsync(MetadataOf(request.Name, generation))
            : RpcStatus.Of(call.Http, NotReady(call, component));
    }

    public async ValueTask<GrpcStatus> ConfigAsync(RpcCall call, Proto.ModelConfigRequest request)
    {
        var (component, refusal) = await FindAsync(call, request.Name, request.Version);
        if (refusal is not null)
            return RpcStatus.Of(call.Http, refusal);
        return component!.Current is { } generation
            ? await call.AnswerAsync(new Proto.ModelConfigResponse { Config = RpcModelConfig.Of(request.Name, generation) })
            : RpcStatus.Of(call.Http, NotReady(call, component));
    }

    private static InferenceError NotReady(RpcCall call, Component component) => call.Http.IsInternal ? Desk.NotReady(component) : Desk.NotReadyInPublic(component);

    private static Proto.ModelMetadataResponse MetadataOf(string name, Generation generation)
    {
        var signature = generation.Signature;
        var answer = new Proto.ModelMetadataResponse { Name = name, Platform = generation.Spec.Loader.Loader.Platform };
        answer.Versions.Add(ModelVersion.Only);
        answer.Inputs.Add(signature.Inputs.Select(TensorOf));
        answer.Outputs.Add(signature.Outputs.Select(TensorOf));
        if (generation.Digest is { } digest)
            answer.Properties["digest"] = digest;
        if (signature.BatchAxis is { } axis)
            answer.Properties["batch_axis"] = axis.ToString(CultureInfo.InvariantCulture);
        return answer;
    }

    private static Proto.ModelMetadataResponse.Types.TensorMetadata TensorOf(TensorSpec spec)
    {
        var tensor = new Proto.ModelMetadataResponse.Types.TensorMetadata { Name = spec.Name, Datatype = ModelCalls.WireType(spec.Type).WireName() };
        tensor.Shape.Add((spec.Shape ?? new Shape(-1)).AsArray);
        return tensor;
    }

    private async ValueTask<(Component? Component, InferenceError? Refusal)> FindAsync(RpcCall call, string name, string version)
    {
        var entry = await entrance.FindAsync(call.Http, name);
        return (entry.Component, entry.Refusal ?? (version.Length > 0 ? ModelVersion.Check(name, version) : null));
    }
}
