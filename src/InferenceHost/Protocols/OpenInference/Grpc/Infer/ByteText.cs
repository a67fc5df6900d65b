using System.Buffers;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>A short text of a message in one piece: where it lies if it lies so.</summary>
internal static class ByteText
{
    public static ReadOnlySpan<byte> Flat(in ReadOnlySequence<byte> bytes) => bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
}
