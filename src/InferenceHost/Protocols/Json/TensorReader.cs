using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Reads a tensor's data from JSON straight into pooled memory. Nothing is rented before it is certain that the document is long enough to fill
/// it. A tensor becomes the caller's; without one something is malformed (the cursor says what) or wrong (a problem was added).
/// </summary>
internal static class TensorReader
{
    /// <summary>Reads the data, which must be next.</summary>
    /// <param name="type">Of fixed size, or <see cref="DataType.Bytes"/>.</param>
    /// <param name="shape">Null where the data's length is to say it; the data is flat then.</param>
    public static Tensor? Read(ref JsonCursor cursor, DataType type, Shape? shape, FieldPath path, ref ProblemList problems)
    {
        if (shape is null && !TryMeasure(ref cursor, path, out shape, ref problems))
            return null;
        var target = new DataTarget(type, shape.Value, path);
        if (!TryCount(ref cursor, target, out var count, ref problems))
            return null;
        return type == DataType.Bytes ? ReadStrings(ref cursor, target, count, ref problems) : ReadScalars(ref cursor, target, count, ref problems);
    }

    /// <summary>Without a shape the data is one-dimensional.</summary>
    private static bool TryMeasure(ref JsonCursor cursor, FieldPath path, [NotNullWhen(true)] out Shape? shape, ref ProblemList problems)
    {
        shape = null;
        if (cursor.PeekKind() != JsonKind.Array)
        {
            Mismatch.Add(ref cursor, path, "an array", ref problems);
            return false;
        }

        if (!TryCountElements(ref cursor, out var isNested, out var count))
            return false;
        if (isNested)
        {
            problems.Add(path.ToString(), "arrays in one another need a shape");
            return false;
        }

        shape = new Shape(count);
        return true;
    }

    /// <summary>The elements of the shape; no more than the bytes that are left can hold.</summary>
    private static bool TryCount(ref JsonCursor cursor, in DataTarget target, out int count, ref ProblemList problems)
    {
        count = 0;
        var isCountable = target.Shape.TryCountElements(out var elements);
        var width = target.Type switch
        {
            DataType.Bytes => "\"\",".Length,
            DataType.Bool => "true,".Length,
            _ => "0,".Length,
        };
        if (isCountable && elements <= (cursor.Remaining / width) + 1)
        {
            count = (int)elements;
            return target.Type == DataType.Bytes || Tensor.TryMeasure(target.Type, target.Shape, out _, out _) || TooLarge(target, ref problems);
        }

        var mark = cursor.Mark;
        if (cursor.PeekKind() != JsonKind.Array)
            Mismatch.Add(ref cursor, target.Path, $"an array of {target.Noun(plural: true)}", ref problems);
        else if (TryCountLeaves(ref cursor, out var got))
            problems.Add(target.Path.ToString(), isCountable ? target.Miscount(elements, got) : target.MiscountHuge(got));
        cursor.Return(mark);
        return false;
    }

    private static bool TooLarge(in DataTarget target, ref ProblemList problems)
    {
        problems.Add(target.Path.ToString(), $"a tensor of {target.Type.WireName()} {target.Shape} is over 2^31-1 bytes");
        return false;
    }

    private static Tensor? ReadScalars(ref JsonCursor cursor, in DataTarget target, int count, ref ProblemList problems)
    {
        var tensor = Tensor.Rent(target.Type, target.Shape);
        var isRead = target.Type switch
        {
            DataType.Bool => Fill<byte, BoolElement>(ref cursor, target, tensor, ref problems),
            DataType.UInt8 => Fill<byte, IntegerElement<byte>>(ref cursor, target, tensor, ref problems),
            DataType.UInt16 => Fill<ushort, IntegerElement<ushort>>(ref cursor, target, tensor, ref problems),
            DataType.UInt32 => Fill<uint, IntegerElement<uint>>(ref cursor, target, tensor, ref problems),
            DataType.UInt64 => Fill<ulong, IntegerElement<ulong>>(ref cursor, target, tensor, ref problems),
            DataType.Int8 => Fill<sbyte, IntegerElement<sbyte>>(ref cursor, target, tensor, ref problems),
            DataType.Int16 => Fill<short, IntegerElement<short>>(ref cursor, target, tensor, ref problems),
            DataType.Int32 => Fill<int, IntegerElement<int>>(ref cursor, target, tensor, ref problems),
            DataType.Int64 => Fill<long, IntegerElement<long>>(ref cursor, target, tensor, ref problems),
            DataType.Fp16 => Fill<Half, Fp16Element>(ref cursor, target, tensor, ref problems),
            DataType.Bf16 => Fill<ushort, Bf16Element>(ref cursor, target, tensor, ref problems),
            DataType.Fp32 => Fill<float, Fp32Element>(ref cursor, target, tensor, ref problems),
            DataType.Fp64 => Fill<double, Fp64Element>(ref cursor, target, tensor, ref problems),
            _ => throw new ArgumentOutOfRangeException(nameof(target), target.Type, "not of fixed size"),
        };
        if (isRead)
            return tensor;
        tensor.Dispose();
        return null;
    }

    private static bool Fill<T, TElement>(ref JsonCursor cursor, in DataTarget target, Tensor tensor, ref ProblemList problems)
        where T : unmanaged
        where TElement : IElement<T>
    {
        var run = new ScalarRun<T, TElement>(MemoryMarshal.Cast<byte, T>(tensor.Writable));
        return DataWalk.Read(ref cursor, target, tensor.Count, ref run, ref problems);
    }

    private static Tensor? ReadStrings(ref JsonCursor cursor, in DataTarget target, int count, ref ProblemList problems)
    {
        var mark = cursor.Mark;
        var offsets = new int[count + 1];
        var measure = new StringRun(offsets, blob: default, isMeasuring: true);
        if (!DataWalk.Read(ref cursor, target, count, ref measure, ref problems))
            return null;

        cursor.Return(mark);
        var blob = Tensor.RentBuffer(offsets[count]);
        var copy = new StringRun(offsets, blob.GetSpan(), isMeasuring: false);
        DataWalk.Read(ref cursor, target, count, ref copy, ref problems);
        return Tensor.WrapElements(target.Shape, blob, offsets);
    }

    /// <summary>Counts the elements of the array that is next, and comes back.</summary>
    private static bool TryCountElements(ref JsonCursor cursor, out bool isNested, out long count)
    {
        var mark = cursor.Mark;
        count = 0;
        isNested = false;
        if (!cursor.BeginArray())
            return false;
        for (var first = true; cursor.NextElement(ref first); count++)
        {
            isNested |= cursor.PeekKind() == JsonKind.Array;
            if (!cursor.Skip(namedNumbers: true))
                return false;
        }

        cursor.Return(mark);
        return !cursor.Failed;
    }

    /// <summary>Counts the elements of the array that is next and of all arrays in it.</summary>
    private static bool TryCountLeaves(ref JsonCursor cursor, out long count)
    {
        count = 0;
        if (!cursor.BeginArray())
            return false;
        for (var first = true; cursor.NextElement(ref first);)
        {
            long inner = 1;
            var isRead = cursor.PeekKind() == JsonKind.Array ? TryCountLeaves(ref cursor, out inner) : cursor.Skip(namedNumbers: true);
            if (!isRead)
                return false;
            count += inner;
        }

        return !cursor.Failed;
    }
}
