using Inference.Grpc.Messages;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>Messages count as bodies do, and share what there is for them.</summary>
internal sealed class RpcMemory : IMessageMemory
{
    public bool TryTake(int bytes) => BodyMemory.TryCount(bytes);

    public void Return(int bytes) => BodyMemory.Discount(bytes);
}
