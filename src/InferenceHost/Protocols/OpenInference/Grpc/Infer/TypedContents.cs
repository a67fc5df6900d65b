using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>
/// Reads a tensor from <c>InferTensorContents</c>: elements in the list of their type, packed or not. They are counted before memory is taken, so that a shape alone costs nothing.
/// </summary>
internal static class TypedContents
{
    private static readonly string[] Lists =
        ["", "bool_contents", "int_contents", "int64_contents", "uint_contents", "uint64_contents", "fp32_contents", "fp64_contents", "bytes_contents"];

    /// <summary>The list that a type's elements are in; 0 for a type that has none.</summary>
    public static int FieldOf(DataType type) => type switch
    {
        DataType.Bool => 1,
        DataType.Int8 or DataType.Int16 or DataType.Int32 => 2,
        DataType.Int64 => 3,
        DataType.UInt8 or DataType.UInt16 or DataType.UInt32 => 4,
        DataType.UInt64 => 5,
        DataType.Fp32 => 6,
        DataType.Fp64 => 7,
        DataType.Bytes => 8,
        _ => 0,
    };

    /// <summary>Null where the elements do not make a tensor, and a problem says why.</summary>
    public static Tensor? Read(DataType type, Shape shape, in ReadOnlySequence<byte> contents, FieldPath path, ref ProblemList problems)
    {
        var list = FieldOf(type);
        if (list == 0)
        {
            problems.Add(path.ToString(), $"{type.WireName()} has no typed contents; send it in raw_input_contents");
            return null;
        }

        if (!TryCount(type, list, contents, out var got, out var bytes, out var fault))
        {
            problems.Add(path.ToString(), fault);
            return null;
        }

        if (!shape.TryCountElements(out var count) || count != got)
        {
            problems.Add(path.ToString(), $"expected {count} elements for shape {shape}, got {got}");
            return null;
        }

        return type == DataType.Bytes ? ReadElements(shape, contents, (int)got, (int)bytes) : ReadFixed(type, shape, contents, path, ref problems);
    }

    private static bool TryCount(DataType type, int list, in ReadOnlySequence<byte> contents, out long count, out long bytes, out string fault)
    {
        count = bytes = 0;
        var reader = new ProtoReader(contents);
        while (reader.Next(out var field, out var wire))
        {
            if (field != list)
            {
                var other = field < Lists.Length ? Lists[field] : "other contents";
                fault = $"expected {Lists[list]} for {type.WireName()}, found {other}";
                return false;
            }

            if (wire == Alone(type))
            {
                reader.Skip(wire);
                count++;
                continue;
            }

            if (wire != WireType.Bytes)
                break;
            var value = reader.Bytes();
            bytes += value.Length;
            count += type == DataType.Bytes ? 1 : Packed(type, value);
        }

        fault = "malformed protocol buffer";
        return reader.AtEnd && !reader.Failed;
    }

    /// <summary>How an element comes that is not packed with others; elements of BYTES never are.</summary>
    private static WireType? Alone(DataType type) => type switch
    {
        DataType.Fp32 => WireType.Fixed32,
        DataType.Fp64 => WireType.Fixed64,
        DataType.Bytes => null,
        _ => WireType.Varint,
    };

    /// <summary>Numbers that lie one behind the other; as many variable ones as there are last bytes of one.</summary>
    private static long Packed(DataType type, in ReadOnlySequence<byte> value)
    {
        if (type is DataType.Fp32 or DataType.Fp64)
            return value.Length / type.ElementSize();
        var count = 0L;
        foreach (var piece in value)
        {
            foreach (var part in piece.Span)
                count += part < 0x80 ? 1 : 0;
        }

        return count;
    }

    private static Tensor ReadElements(Shape shape, in ReadOnlySequence<byte> contents, int count, int bytes)
    {
        var offsets = new int[count + 1];
        var blob = Tensor.RentBuffer(bytes);
        var reader = new ProtoReader(contents);
        for (var i = 0; i < count && reader.Next(out _, out _); i++)
        {
            var element = reader.Bytes();
            element.CopyTo(blob.GetSpan()[offsets[i]..]);
            offsets[i + 1] = offsets[i] + (int)element.Length;
        }

        return Tensor.WrapElements(shape, blob, offsets);
    }

    private static Tensor? ReadFixed(DataType type, Shape shape, in ReadOnlySequence<byte> contents, FieldPath path, ref ProblemList problems)
    {
        if (!Tensor.TryMeasure(type, shape, out _, out _))
        {
            problems.Add(path.ToString(), $"{type.WireName()} {shape} is more than a tensor holds");
            return null;
        }

        var tensor = Tensor.Rent(type, shape);
        var filled = Fill(type, tensor.Writable, contents);
        if (filled == tensor.Count)
            return tensor;
        tensor.Dispose();
        problems.Add($"{path}[{filled}]", $"expected {type.WireName()}, found a value out of its range or a malformed one");
        return null;
    }

    /// <summary>Elements that were read; fewer than there are where one is wrong.</summary>
    private static int Fill(DataType type, Span<byte> memory, in ReadOnlySequence<byte> contents) => type switch
    {
        DataType.Bool => FillBooleans(memory, contents),
        DataType.UInt8 => FillIntegers(memory, contents),
        DataType.UInt16 => FillIntegers(MemoryMarshal.Cast<byte, ushort>(memory), contents),
        DataType.UInt32 => FillIntegers(MemoryMarshal.Cast<byte, uint>(memory), contents),
        DataType.UInt64 => FillIntegers(MemoryMarshal.Cast<byte, ulong>(memory), contents),
        DataType.Int8 => FillIntegers(MemoryMarshal.Cast<byte, sbyte>(memory), contents),
        DataType.Int16 => FillIntegers(MemoryMarshal.Cast<byte, short>(memory), contents),
        DataType.Int32 => FillIntegers(MemoryMarshal.Cast<byte, int>(memory), contents),
        DataType.Int64 => FillIntegers(MemoryMarshal.Cast<byte, long>(memory), contents),
        _ => FillReals(memory, contents, type.ElementSize()),
    };

    private static int FillIntegers<T>(Span<T> values, in ReadOnlySequence<byte> contents)
        where T : unmanaged, IBinaryInteger<T>
    {
        var index = 0;
        var reader = new ProtoReader(contents);
        while (reader.Next(out _, out var wire))
        {
            var packed = wire == WireType.Bytes;
            var numbers = packed ? new ProtoReader(reader.Bytes()) : reader;
            do
            {
                if (packed && numbers.AtEnd)
                    break;
                var number = numbers.Varint();
                var value = T.CreateTruncating(number);

                // a negative number of any type comes with the bits of one of 64
                if (numbers.Failed || ulong.CreateTruncating(long.CreateTruncating(value)) != number)
                    return index;
                values[index++] = value;
            }
            while (packed);
            if (!packed)
                reader = numbers;
        }

        return index;
    }

    private static int FillBooleans(Span<byte> values, in ReadOnlySequence<byte> contents)
    {
        var index = 0;
        var reader = new ProtoReader(contents);
        while (reader.Next(out _, out var wire))
        {
            if (wire != WireType.Bytes)
            {
                values[index++] = reader.Varint() == 0 ? (byte)0 : (byte)1;
                continue;
            }

            var numbers = new ProtoReader(reader.Bytes());
            while (!numbers.AtEnd)
            {
                var value = numbers.Varint() == 0 ? (byte)0 : (byte)1;
                if (numbers.Failed)
                    return index;
                values[index++] = value;
            }
        }

        return index;
    }

    /// <summary>They lie on the wire as in memory.</summary>
    private static int FillReals(Span<byte> memory, in ReadOnlySequence<byte> contents, int size)
    {
        var length = 0;
        var reader = new ProtoReader(contents);
        while (reader.Next(out _, out var wire))
        {
            if (wire == WireType.Bytes)
            {
                var values = reader.Bytes();
                if (values.Length % size != 0)
                    return length / size;
                values.CopyTo(memory[length..]);
                length += (int)values.Length;
                continue;
            }

            if (size == sizeof(float))
                BitConverter.TryWriteBytes(memory[length..], reader.Fixed32());
            else
                BitConverter.TryWriteBytes(memory[length..], reader.Fixed64());
            length += size;
        }

        return length / size;
    }
}
