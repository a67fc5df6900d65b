using Inference.Adapters.Onnx.Signatures;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Running;

/// <summary>What ONNX Runtime gave, as a tensor.</summary>
internal static class OnnxOutput
{
    /// <summary>Takes over the value. Numbers stay where they are; texts and maps are copied.</summary>
    /// <exception cref="InvalidOutputException">It makes no tensor.</exception>
    public static Tensor ToTensor(OrtValue value, string name, ClassColumns? columns, IReadOnlyList<NamedTensor> inputs)
    {
        var isKept = false;
        try
        {
            if (columns is not null)
                return OfMaps(value, name, columns);
            if (!value.IsTensor)
                throw new InvalidOutputException(name, "the model gave no tensor for it");

            var info = value.GetTensorTypeAndShape();
            var shape = new Shape(info.Shape);
            if (info.IsString)
                return OfStrings(value, name, shape, info.ElementCount);
            if (!ElementTypes.TryMap((int)info.ElementDataType, out var type) || !Tensor.TryMeasure(type, shape, out _, out _))
                throw new InvalidOutputException(name, $"{info.ElementDataType} {shape} is more than the 2 GiB that a tensor may hold");
            var address = OnnxBuffer.AddressOf(value, out var bytes);
            if (IsWithin(address, inputs))
                return Copy(type, shape, value);
            isKept = true;
            return Tensor.Wrap(type, shape, new OnnxBuffer(value, address, bytes));
        }
        finally
        {
            if (!isKept)
                value.Dispose();
        }
    }

    // where a model hands an input on as it is, so does ONNX Runtime; the request's memory ends with the request
    private static bool IsWithin(nint address, IReadOnlyList<NamedTensor> inputs)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            if (address - inputs[i].Tensor.Address is var offset && offset >= 0 && offset < inputs[i].Tensor.Span.Length)
                return true;
        }

        return false;
    }

    private static Tensor Copy(DataType type, Shape shape, OrtValue value)
    {
        var copy = Tensor.Rent(type, shape);
        value.GetTensorMutableRawData().CopyTo(copy.Writable);
        return copy;
    }

    private static Tensor OfStrings(OrtValue value, string name, Shape shape, long count)
    {
        var offsets = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            var end = (long)offsets[i] + value.GetStringElementAsSpan(i).Length;
            if (end > int.MaxValue)
                throw new InvalidOutputException(name, $"BYTES {shape} is more than the 2 GiB that a tensor may hold");
            offsets[i + 1] = (int)end;
        }

        var blob = Tensor.RentBuffer(offsets[^1]);
        for (var i = 0; i < count; i++)
            value.GetStringElementAsSpan(i).CopyTo(blob.GetSpan()[offsets[i]..]);
        return Tensor.WrapElements(shape, blob, offsets);
    }

    private static Tensor OfMaps(OrtValue sequence, string name, ClassColumns columns)
    {
        var rows = sequence.GetValueCount();
        var tensor = Tensor.Rent(DataType.Fp32, new Shape(rows, columns.Count));
        var cells = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.Writable);
        for (var row = 0; row < rows; row++)
        {
            using var map = sequence.GetValue(row, OrtAllocator.DefaultInstance);
            using var values = map.GetValue(1, OrtAllocator.DefaultInstance);
            var scores = values.GetTensorDataAsSpan<float>();
            if (scores.Length != columns.Count)
            {
                tensor.Dispose();
                throw new InvalidOutputException(name, $"row {row} has {scores.Length} classes, the model names {columns.Count}");
            }

            columns.Spread(scores, cells.Slice(row * columns.Count, columns.Count));
        }

        return tensor;
    }
}
