using System.Buffers;

namespace Inference.Grpc.Messages;

/// <summary>What reading a message came to: the message, the end of the caller's messages, or why the call is over.</summary>
/// <param name="Message">Plain bytes, valid until the next read or until they are given back.</param>
/// <param name="IsEnd">The caller has nothing more to say.</param>
/// <param name="Failure">What the call has to end with; null where there is none.</param>
public readonly record struct MessageRead(ReadOnlySequence<byte> Message, bool IsEnd = false, GrpcStatus? Failure = null)
{
    internal static MessageRead End => new(default, IsEnd: true);

    public bool HasMessage => !IsEnd && Failure is null;

    internal static MessageRead Failed(GrpcStatusCode code, string message) => new(default, Failure: new GrpcStatus(code, message));
}
