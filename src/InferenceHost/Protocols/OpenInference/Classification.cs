using System.Globalization;
using System.Numerics;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>
/// The classification extension: in place of an output its highest values, as <c>BYTES</c> elements <c>value:index</c> of shape <c>[n]</c>, or
/// <c>[batch,n]</c> where the batch axis is the first. Fewer than asked for where there are fewer; the lower index first among equals, NaN last.
/// </summary>
internal static class Classification
{
    /// <summary>Takes over a result and gives one with every output in the form asked for; the same where no classes are wanted.</summary>
    public static InferenceResult Apply(InferenceResult result, OutputForms forms, int? batchAxis)
    {
        var isAsked = false;
        for (var i = 0; i < result.Outputs.Count; i++)
        {
            var (name, tensor) = result.Outputs[i];
            if (forms.Classes(name) == 0)
                continue;
            isAsked = true;
            if (tensor.Type.IsFixedSize() && tensor.Type != DataType.Bool)
                continue;
            result.Dispose();
            return InferenceResult.Failed(InferenceError.At(
                ErrorCode.InvalidInput, $"outputs[{i}].parameters.classification", $"output {Quoted.Of(name)} has no numbers to rank, it is {tensor.Type.WireName()}"));
        }

        return isAsked ? Rank(result, forms, batchAxis) : result;
    }

    private static InferenceResult Rank(InferenceResult result, OutputForms forms, int? batchAxis)
    {
        NamedTensor[] outputs = [.. result.Outputs];
        for (var i = 0; i < outputs.Length; i++)
        {
            var (name, tensor) = outputs[i];
            if (forms.Classes(name) is not (> 0 and var classes))
                continue;
            outputs[i] = new NamedTensor(name, Highest(tensor, classes, isBatched: batchAxis == 0 && tensor.Shape.Rank > 1));
            tensor.Dispose();
        }

        return InferenceResult.Of(outputs);
    }

    private static Tensor Highest(Tensor tensor, int classes, bool isBatched) => tensor.Type switch
    {
        DataType.UInt8 => Highest(tensor.Values<byte>(), tensor.Shape, classes, isBatched),
        DataType.UInt16 => Highest(tensor.Values<ushort>(), tensor.Shape, classes, isBatched),
        DataType.UInt32 => Highest(tensor.Values<uint>(), tensor.Shape, classes, isBatched),
        DataType.UInt64 => Highest(tensor.Values<ulong>(), tensor.Shape, classes, isBatched),
        DataType.Int8 => Highest(tensor.Values<sbyte>(), tensor.Shape, classes, isBatched),
        DataType.Int16 => Highest(tensor.Values<short>(), tensor.Shape, classes, isBatched),
        DataType.Int32 => Highest(tensor.Values<int>(), tensor.Shape, classes, isBatched),
        DataType.Int64 => Highest(tensor.Values<long>(), tensor.Shape, classes, isBatched),
        DataType.Fp16 => Highest(tensor.Values<Half>(), tensor.Shape, classes, isBatched),
        DataType.Bf16 => Highest<float>(Widened(tensor.Values<ushort>()), tensor.Shape, classes, isBatched),
        DataType.Fp32 => Highest(tensor.Values<float>(), tensor.Shape, classes, isBatched),
        _ => Highest(tensor.Values<double>(), tensor.Shape, classes, isBatched),
    };

    private static float[] Widened(ReadOnlySpan<ushort> values)
    {
        var wide = new float[values.Length];
        for (var i = 0; i < wide.Length; i++)
            wide[i] = Bf16Format.ToSingle(values[i]);
        return wide;
    }

    private static Tensor Highest<T>(ReadOnlySpan<T> values, Shape shape, int classes, bool isBatched)
        where T : INumber<T>
    {
        var rows = isBatched ? (int)shape[0] : 1;
        var length = rows == 0 ? 0 : values.Length / rows;
        var count = Math.Min(classes, length);
        var texts = new List<string>(rows * count);
        for (var row = 0; row < rows; row++)
        {
            var scores = values.Slice(row * length, length).ToArray();
            var indices = Enumerable.Range(0, length).OrderByDescending(index => scores[index]).Take(count);
            texts.AddRange(indices.Select(index => string.Create(CultureInfo.InvariantCulture, $"{scores[index]}:{index}")));
        }

        return Tensor.FromStrings(isBatched ? new Shape(rows, count) : new Shape(count), texts);
    }
}
