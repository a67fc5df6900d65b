using System.Buffers;
using System.Buffers.Binary;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>
/// A tensor as the binary tensor extension writes it: little-endian, row-major, without padding; <c>BOOL</c> as 0 and 1; each element of <c>BYTES</c>
/// behind its length in four bytes. <c>str</c> and <c>dict</c> are one such element.
/// </summary>
internal static class BinaryTensor
{
    /// <summary>The header that says how long the JSON part before the tensors is.</summary>
    public const string HeaderName = "Inference-Header-Content-Length";

    private const int PrefixLength = sizeof(uint);

    /// <summary>Bytes that <see cref="Write"/> writes.</summary>
    public static long Size(Tensor tensor)
    {
        if (tensor.Type.IsFixedSize())
            return tensor.Span.Length;
        if (tensor.Type.IsSingleValue())
            return PrefixLength + (long)tensor.Span.Length;
        var offsets = tensor.Offsets;
        return ((long)PrefixLength * tensor.Count) + offsets[^1] - offsets[0];
    }

    /// <summary>Writes a tensor. Where its elements have a fixed size, <see cref="Tensor.Data"/> holds the same bytes already.</summary>
    public static void Write(IBufferWriter<byte> writer, Tensor tensor)
    {
        if (tensor.Type.IsFixedSize())
        {
            writer.Write(tensor.Span);
            return;
        }

        for (var i = 0; i < tensor.Count; i++)
        {
            var element = tensor.Element(i);
            BinaryPrimitives.WriteUInt32LittleEndian(writer.GetSpan(PrefixLength), (uint)element.Length);
            writer.Advance(PrefixLength);
            writer.Write(element);
        }
    }

    /// <summary>
    /// Reads a tensor of fixed-size or <see cref="DataType.Bytes"/> elements: copied once, from where the connection put it, in several pieces maybe, into the tensor's own memory. Null where the bytes do not make
    /// one, and a problem says why.
    /// </summary>
    public static Tensor? Read(DataType type, Shape shape, in ReadOnlySequence<byte> bytes, FieldPath path, ref ProblemList problems)
    {
        if (type == DataType.Bytes)
            return ReadElements(shape, bytes, path, ref problems);
        if (!Tensor.TryMeasure(type, shape, out _, out var size) || size != bytes.Length)
        {
            var expected = shape.TryCountElements(out var count) && count <= long.MaxValue / type.ElementSize()
                ? $"{count * type.ElementSize()}"
                : "more than 2^63-1";
            problems.Add(path.ToString(), $"expected {expected} bytes for {type.WireName()} {shape}, got {bytes.Length}");
            return null;
        }

        var tensor = Tensor.Rent(type, shape);
        bytes.CopyTo(tensor.Writable);
        if (type != DataType.Bool || tensor.Span.IndexOfAnyExceptInRange((byte)0, (byte)1) is not (>= 0 and var wrong))
            return tensor;
        problems.Add($"{path}[{wrong}]", $"expected a byte 0 or 1, found {tensor.Span[wrong]}");
        tensor.Dispose();
        return null;
    }

    private static Tensor? ReadElements(Shape shape, in ReadOnlySequence<byte> bytes, FieldPath path, ref ProblemList problems)
    {
        if (!TryCountElements(bytes, path, out var got, ref problems))
            return null;
        if (!shape.TryCountElements(out var count) || count != got)
        {
            problems.Add(path.ToString(), $"expected {count} elements for shape {shape}, got {got}");
            return null;
        }

        var offsets = new int[got + 1];
        var blob = Tensor.RentBuffer((int)bytes.Length - (PrefixLength * got));
        var free = blob.GetSpan();
        var reader = new SequenceReader<byte>(bytes);
        for (var i = 0; i < got; i++)
        {
            _ = reader.TryReadLittleEndian(out int length);
            _ = reader.TryCopyTo(free.Slice(offsets[i], length));
            reader.Advance(length);
            offsets[i + 1] = offsets[i] + length;
        }

        return Tensor.WrapElements(shape, blob, offsets);
    }

    private static bool TryCountElements(in ReadOnlySequence<byte> bytes, FieldPath path, out int count, ref ProblemList problems)
    {
        var reader = new SequenceReader<byte>(bytes);
        for (count = 0; !reader.End; count++)
        {
            if (!reader.TryReadLittleEndian(out int prefix))
            {
                problems.Add($"{path}[{count}]", $"expected {PrefixLength} bytes of length, got {reader.Remaining}");
                return false;
            }

            var length = (uint)prefix;
            if (length > reader.Remaining)
            {
                problems.Add($"{path}[{count}]", $"expected an element of {length} bytes, as its length says, got {reader.Remaining}");
                return false;
            }

            reader.Advance(length);
        }

        return true;
    }
}
