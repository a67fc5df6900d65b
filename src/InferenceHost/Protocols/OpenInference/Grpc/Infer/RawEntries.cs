using System.Buffers;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>The entries of <c>raw_input_contents</c>, taken one after the other while the inputs are read, which stand before them.</summary>
internal ref struct RawEntries
{
    private ProtoReader reader;

    public RawEntries(scoped in ReadOnlySequence<byte> message)
    {
        reader = new ProtoReader(message);
        var counting = reader;
        while (TryNext(ref counting, out _))
            Count++;
    }

    public int Count { get; }

    public int Taken { get; private set; }

    public readonly bool HasAny => Count > 0;

    public bool TryTake(out ReadOnlySequence<byte> bytes)
    {
        var isThere = TryNext(ref reader, out bytes);
        Taken += isThere ? 1 : 0;
        return isThere;
    }

    private static bool TryNext(ref ProtoReader reader, out ReadOnlySequence<byte> bytes)
    {
        while (reader.Next(out var field, out var wire))
        {
            if (field == InferFields.RawInputs && wire == WireType.Bytes)
            {
                bytes = reader.Bytes();
                return !reader.Failed;
            }

            reader.Skip(wire);
        }

        bytes = default;
        return false;
    }
}
