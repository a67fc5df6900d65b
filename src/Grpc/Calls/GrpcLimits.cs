using Inference.Grpc.Messages;

namespace Inference.Grpc.Calls;

/// <summary>What bounds every call. Immutable.</summary>
/// <param name="Clock">For deadlines.</param>
/// <param name="Memory">What messages that are being received may take together.</param>
public sealed record GrpcLimits(TimeProvider Clock, IMessageMemory Memory)
{
    /// <summary>How long a message may take to arrive once it has begun; the only message of a call, from the call's beginning.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
