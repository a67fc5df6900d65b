using System.Numerics;
using Inference.Contracts;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>Writes a tensor as <c>InferTensorContents</c>; where it has such a form, as <see cref="TypedContents.FieldOf"/> says, or is a text.</summary>
internal static class TypedWriter
{
    private const int BytesField = 8;

    public static bool IsPossible(Tensor tensor) => FieldOf(tensor) > 0;

    /// <summary>Bytes of the contents, without tag and length.</summary>
    public static long Size(Tensor tensor)
    {
        if (!tensor.Type.IsFixedSize())
        {
            var sum = 0L;
            for (var i = 0; i < tensor.Count; i++)
                sum += ProtoSize.Bytes(tensor.Element(i).Length);
            return sum;
        }

        return tensor.Count == 0 ? 0 : ProtoSize.Bytes(PackedSize(tensor));
    }

    public static void Write(ProtoWriter writer, Tensor tensor)
    {
        if (!tensor.Type.IsFixedSize())
        {
            for (var i = 0; i < tensor.Count; i++)
                writer.Bytes(BytesField, tensor.Element(i));
            return;
        }

        if (tensor.Count == 0)
            return;
        writer.BytesHead(FieldOf(tensor), PackedSize(tensor));
        if (tensor.Type is DataType.Bool or DataType.Fp32 or DataType.Fp64)
            writer.Raw(tensor.Span);
        else
            WritePacked(writer, tensor);
    }

    private static int FieldOf(Tensor tensor) => tensor.Type.IsSingleValue() ? BytesField : TypedContents.FieldOf(tensor.Type);

    private static long PackedSize(Tensor tensor) => tensor.Type switch
    {
        DataType.UInt8 => Size(tensor.Values<byte>()),
        DataType.UInt16 => Size(tensor.Values<ushort>()),
        DataType.UInt32 => Size(tensor.Values<uint>()),
        DataType.UInt64 => Size(tensor.Values<ulong>()),
        DataType.Int8 => Size(tensor.Values<sbyte>()),
        DataType.Int16 => Size(tensor.Values<short>()),
        DataType.Int32 => Size(tensor.Values<int>()),
        DataType.Int64 => Size(tensor.Values<long>()),
        _ => tensor.Span.Length,
    };

    private static void WritePacked(ProtoWriter writer, Tensor tensor)
    {
        switch (tensor.Type)
        {
            case DataType.UInt8:
                Write(writer, tensor.Values<byte>());
                break;
            case DataType.UInt16:
                Write(writer, tensor.Values<ushort>());
                break;
            case DataType.UInt32:
                Write(writer, tensor.Values<uint>());
                break;
            case DataType.UInt64:
                Write(writer, tensor.Values<ulong>());
                break;
            case DataType.Int8:
                Write(writer, tensor.Values<sbyte>());
                break;
            case DataType.Int16:
                Write(writer, tensor.Values<short>());
                break;
            case DataType.Int32:
                Write(writer, tensor.Values<int>());
                break;
            default:
                Write(writer, tensor.Values<long>());
                break;
        }
    }

    private static long Size<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        var sum = 0L;
        foreach (var value in values)
            sum += ProtoSize.Varint(OnWire(value));
        return sum;
    }

    private static void Write<T>(ProtoWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var value in values)
            writer.Varint(OnWire(value));
    }

    // a negative number of any type has the bits of one of 64
    private static ulong OnWire<T>(T value)
        where T : unmanaged, IBinaryInteger<T> => ulong.CreateTruncating(long.CreateTruncating(value));
}
