using System.Globalization;
using System.Runtime.InteropServices;
using Inference.Contracts;

namespace Inference.Micro;

/// <summary>Tensors to work on, the same in every run.</summary>
internal static class SampleTensor
{
    /// <summary>Numbers from 0 to 1 where the type has such, whole ones from 0 to 99 where not.</summary>
    public static Tensor Of(DataType type, int count)
    {
        var random = new Random(11);
        var shape = new Shape(count);
        if (type == DataType.Bytes)
            return Tensor.FromStrings(shape, [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))]);
        var tensor = Tensor.Rent(type, shape);
        for (var i = 0; i < count; i++)
            Fill(tensor, i, random.NextDouble());
        return tensor;
    }

    private static void Fill(Tensor tensor, int index, double unit)
    {
        var size = tensor.Type.ElementSize();
        var element = tensor.Writable.Slice(index * size, size);
        element.Clear();
        switch (tensor.Type)
        {
            case DataType.Fp16:
                MemoryMarshal.Write(element, (Half)unit);
                break;
            case DataType.Bf16:
                MemoryMarshal.Write(element, (ushort)(BitConverter.SingleToUInt32Bits((float)unit) >> 16));
                break;
            case DataType.Fp32:
                MemoryMarshal.Write(element, (float)unit);
                break;
            case DataType.Fp64:
                MemoryMarshal.Write(element, unit);
                break;
            case DataType.Bool:
                element[0] = (byte)(unit < 0.5 ? 0 : 1);
                break;
            default:
                element[0] = (byte)(unit * 100);
                break;
        }
    }
}
