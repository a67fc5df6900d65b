using System.Buffers;
using System.Buffers.Binary;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>A tensor of <c>raw_input_contents</c>, copied once: from where the connection put it, in several pieces maybe, into the tensor's own memory.</summary>
internal static class RawContents
{
    /// <summary>Null where the bytes do not make a tensor, and a problem says why.</summary>
    public static Tensor? Read(DataType type, Shape shape, in ReadOnlySequence<byte> bytes, FieldPath path, ref ProblemList problems)
    {
        if (bytes.IsSingleSegment)
            return BinaryTensor.Read(type, shape, bytes.FirstSpan, path, ref problems);
        if (type == DataType.Bytes)
            return ReadElements(shape, bytes, path, ref problems);
        if (!Tensor.TryMeasure(type, shape, out _, out var size) || size != bytes.Length)
        {
            problems.Add(path.ToString(), $"expected {(size > 0 ? size.ToString(System.Globalization.CultureInfo.InvariantCulture) : "other than these")} bytes for {type.WireName()} {shape}, got {bytes.Length}");
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
        var counting = new SequenceReader<byte>(bytes);
        var got = 0;
        for (; !counting.End; got++)
        {
            if (TryReadLength(ref counting, out var length) && length <= counting.Remaining)
            {
                counting.Advance(length);
                continue;
            }

            problems.Add($"{path}[{got}]", "expected an element behind its length in four bytes, the bytes end before");
            return null;
        }

        if (!shape.TryCountElements(out var count) || count != got)
        {
            problems.Add(path.ToString(), $"expected {count} elements for shape {shape}, got {got}");
            return null;
        }

        return Copy(shape, bytes, got);
    }

    private static Tensor Copy(Shape shape, in ReadOnlySequence<byte> bytes, int count)
    {
        var offsets = new int[count + 1];
        var blob = Tensor.RentBuffer((int)bytes.Length - (sizeof(uint) * count));
        var free = blob.GetSpan();
        var reader = new SequenceReader<byte>(bytes);
        for (var i = 0; i < count; i++)
        {
            _ = TryReadLength(ref reader, out var length);
            _ = reader.TryReadExact((int)length, out var element);
            element.CopyTo(free[offsets[i]..]);
            offsets[i + 1] = offsets[i] + (int)length;
        }

        return Tensor.WrapElements(shape, blob, offsets);
    }

    private static bool TryReadLength(ref SequenceReader<byte> reader, out long length)
    {
        Span<byte> prefix = stackalloc byte[sizeof(uint)];
        length = 0;
        if (!reader.TryCopyTo(prefix))
            return false;
        reader.Advance(prefix.Length);
        length = BinaryPrimitives.ReadUInt32LittleEndian(prefix);
        return true;
    }
}
