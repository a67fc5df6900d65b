namespace InferenceHost.Protocols.OpenInference.Grpc.Wire;

/// <summary>How a field's value lies on the wire (protobuf.dev, Encoding, Message Structure).</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,

    /// <summary>Begin of a group, of a syntax that nobody uses any more.</summary>
    Group = 3,
    EndGroup = 4,
    Fixed32 = 5,
}
