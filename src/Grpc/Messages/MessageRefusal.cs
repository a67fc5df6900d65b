using System.Globalization;

namespace Inference.Grpc.Messages;

/// <summary>Why a message is not taken although there is nothing wrong with it.</summary>
public static class MessageRefusal
{
    public static GrpcStatus NoRoom { get; } =
        new(GrpcStatusCode.ResourceExhausted, "messages that are being received hold all the memory there is for them: no more is taken now");

    public static GrpcStatus TooLarge(long limit) =>
        new(GrpcStatusCode.ResourceExhausted, string.Create(CultureInfo.InvariantCulture, $"the message, as sent or decompressed, is over the limit of {limit} bytes"));
}
