using System.Buffers;
using System.Text;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>Reads an entry of a map of <c>InferParameter</c>.</summary>
internal static class ParameterReader
{
    /// <summary>Name and value; the value as <see cref="Inference.Contracts.Parameter"/> has it, null where the entry gives none. False where the entry is malformed.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> entry, out string name, out object? value)
    {
        name = "";
        value = null;
        var reader = new ProtoReader(entry);
        while (reader.Next(out var field, out var type))
        {
            if (type != WireType.Bytes)
                reader.Skip(type);
            else if (field == InferFields.MapKey)
                name = reader.Text();
            else if (field != InferFields.MapValue)
                reader.Bytes();
            else if (!TryReadValue(reader.Bytes(), out value))
                return false;
        }

        return !reader.Failed;
    }

    private static bool TryReadValue(in ReadOnlySequence<byte> message, out object? value)
    {
        value = null;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var type))
        {
            value = (field, type) switch
            {
                (InferFields.BoolValue, WireType.Varint) => reader.Varint() != 0,
                (InferFields.Int64Value, WireType.Varint) => (long)reader.Varint(),
                (InferFields.UInt64Value, WireType.Varint) => reader.Varint() is var whole && whole <= long.MaxValue ? (long)whole : (object)whole,
                (InferFields.DoubleValue, WireType.Fixed64) => BitConverter.UInt64BitsToDouble(reader.Fixed64()),
                (InferFields.StringValue, WireType.Bytes) => Encoding.UTF8.GetString(reader.Bytes()),
                _ => Kept(ref reader, type, value),
            };
        }

        return !reader.Failed;
    }

    private static object? Kept(ref ProtoReader reader, WireType type, object? value)
    {
        reader.Skip(type);
        return value;
    }
}
