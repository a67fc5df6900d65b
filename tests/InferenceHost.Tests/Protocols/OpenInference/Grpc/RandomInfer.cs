using Google.Protobuf;
using Inference.Contracts;
using InferenceHost.Protocols.OpenInference.Grpc.Messages;
using DataType = Inference.Contracts.DataType;

namespace Inference.InferenceHost.Tests.Protocols.OpenInference.Grpc;

/// <summary>Tensors of all types with random elements, and the messages that generated code makes of them.</summary>
internal static class RandomInfer
{
    private static readonly DataType[] Types = [.. Enum.GetValues<DataType>().Where(type => type <= DataType.Bytes)];

    public static Tensor Tensor(Random random, bool isTyped)
    {
        var types = isTyped ? Types.Where(type => type is not (DataType.Fp16 or DataType.Bf16)).ToArray() : Types;
        var type = types[random.Next(types.Length)];
        var shape = new Shape([.. Enumerable.Range(0, random.Next(4)).Select(_ => (long)random.Next(5))]);
        shape.TryCountElements(out var count);
        if (type == DataType.Bytes)
            return Contracts.Tensor.FromStrings(shape, [.. Enumerable.Range(0, (int)count).Select(_ => new string('ü', random.Next(5)))]);
        var tensor = Contracts.Tensor.Rent(type, shape);
        random.NextBytes(tensor.Writable);
        if (type == DataType.Bool)
        {
            foreach (ref var value in tensor.Writable)
                value &= 1;
        }

        return tensor;
    }

    public static InferTensorContents Contents(Tensor tensor)
    {
        var contents = new InferTensorContents();
        for (var i = 0; i < tensor.Count; i++)
            Add(contents, tensor, i);
        return contents;
    }

    public static ByteString Raw(Tensor tensor)
    {
        if (tensor.Type != DataType.Bytes)
            return ByteString.CopyFrom(tensor.Span);
        using var raw = new MemoryStream();
        for (var i = 0; i < tensor.Count; i++)
        {
            raw.Write(BitConverter.GetBytes(tensor.Element(i).Length));
            raw.Write(tensor.Element(i));
        }

        return ByteString.CopyFrom(raw.ToArray());
    }

    private static void Add(InferTensorContents contents, Tensor tensor, int i)
    {
        switch (tensor.Type)
        {
            case DataType.Bool:
                contents.BoolContents.Add(tensor.Span[i] == 1);
                break;
            case DataType.UInt8:
                contents.UintContents.Add(tensor.Span[i]);
                break;
            case DataType.UInt16:
                contents.UintContents.Add(tensor.Values<ushort>()[i]);
                break;
            case DataType.UInt32:
                contents.UintContents.Add(tensor.Values<uint>()[i]);
                break;
            case DataType.UInt64:
                contents.Uint64Contents.Add(tensor.Values<ulong>()[i]);
                break;
            case DataType.Int8:
                contents.IntContents.Add(tensor.Values<sbyte>()[i]);
                break;
            case DataType.Int16:
                contents.IntContents.Add(tensor.Values<short>()[i]);
                break;
            case DataType.Int32:
                contents.IntContents.Add(tensor.Values<int>()[i]);
                break;
            case DataType.Int64:
                contents.Int64Contents.Add(tensor.Values<long>()[i]);
                break;
            case DataType.Fp32:
                contents.Fp32Contents.Add(tensor.Values<float>()[i]);
                break;
            case DataType.Fp64:
                contents.Fp64Contents.Add(tensor.Values<double>()[i]);
                break;
            default:
                contents.BytesContents.Add(ByteString.CopyFrom(tensor.Element(i)));
                break;
        }
    }
}
