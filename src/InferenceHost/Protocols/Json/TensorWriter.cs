using System.Globalization;
using Inference.Contracts;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Writes a tensor's shape and data as JSON: data flat, row-major. Floating-point numbers take the shortest form that reads back bit for bit; NaN and the
/// infinities are strings, so that the document stays legal.
/// </summary>
internal static class TensorWriter
{
    /// <summary>Why a tensor cannot be written as JSON; null where it can.</summary>
    public static string? Fault(Tensor tensor)
    {
        if (tensor.Type.IsFixedSize())
            return null;
        for (var i = 0; i < tensor.Count; i++)
        {
            if (!System.Text.Unicode.Utf8.IsValid(tensor.Element(i)))
                return $"element {i} is not valid UTF-8, which JSON cannot hold";
        }

        return null;
    }

    /// <summary>Writes the dimensions as an array.</summary>
    public static void WriteShape(ref JsonOutput output, Shape shape)
    {
        output.Begin((byte)'[');
        foreach (var dimension in shape.Dimensions)
        {
            output.Separate();
            output.Number(dimension);
        }

        output.End((byte)']');
    }

    /// <summary>Writes the elements as an array; those of <c>BYTES</c> and the single values as strings.</summary>
    public static void WriteData(ref JsonOutput output, Tensor tensor)
    {
        output.Begin((byte)'[');
        switch (tensor.Type)
        {
            case DataType.Bool:
                WriteBooleans(ref output, tensor.Span);
                break;
            case DataType.UInt8:
                WriteIntegers<byte>(ref output, tensor);
                break;
            case DataType.UInt16:
                WriteIntegers<ushort>(ref output, tensor);
                break;
            case DataType.UInt32:
                WriteIntegers<uint>(ref output, tensor);
                break;
            case DataType.UInt64:
                WriteIntegers<ulong>(ref output, tensor);
                break;
            case DataType.Int8:
                WriteIntegers<sbyte>(ref output, tensor);
                break;
            case DataType.Int16:
                WriteIntegers<short>(ref output, tensor);
                break;
            case DataType.Int32:
                WriteIntegers<int>(ref output, tensor);
                break;
            case DataType.Int64:
                WriteIntegers<long>(ref output, tensor);
                break;
            default:
                WriteOther(ref output, tensor);
                break;
        }

        output.End((byte)']');
    }

    private static void WriteOther(ref JsonOutput output, Tensor tensor)
    {
        switch (tensor.Type)
        {
            case DataType.Fp16:
                foreach (var value in tensor.Values<Half>())
                    WriteFloat(ref output, value, (double)value);
                break;
            case DataType.Bf16:
                foreach (var value in tensor.Values<ushort>())
                    WriteBf16(ref output, Bf16Format.ToSingle(value));
                break;
            case DataType.Fp32:
                output.Numbers(tensor.Values<float>());
                break;
            case DataType.Fp64:
                foreach (var value in tensor.Values<double>())
                    WriteFloat(ref output, value, value);
                break;
            default:
                for (var i = 0; i < tensor.Count; i++)
                {
                    output.Separate();
                    output.Text(tensor.Element(i));
                }

                break;
        }
    }

    private static void WriteBooleans(ref JsonOutput output, ReadOnlySpan<byte> values)
    {
        foreach (var value in values)
        {
            output.Separate();
            output.Raw(value == 0 ? "false"u8 : "true"u8);
        }
    }

    private static void WriteIntegers<T>(ref JsonOutput output, Tensor tensor)
        where T : unmanaged, IUtf8SpanFormattable
    {
        foreach (var value in tensor.Values<T>())
        {
            output.Separate();
            output.Number(value);
        }
    }

    private static void WriteFloat<T>(ref JsonOutput output, T value, double wide)
        where T : IUtf8SpanFormattable
    {
        output.Separate();
        if (double.IsFinite(wide))
            output.Number(value);
        else
            output.Raw(NamedNumber.Quoted(wide));
    }

    /// <summary>The framework knows the shortest form of FP32 only; of BF16 four digits always suffice, and fewer are tried first.</summary>
    private static void WriteBf16(ref JsonOutput output, float value)
    {
        output.Separate();
        if (!float.IsFinite(value))
        {
            output.Raw(NamedNumber.Quoted(value));
            return;
        }

        Span<byte> text = stackalloc byte[32];
        for (var digits = 1; ; digits++)
        {
            value.TryFormat(text, out var length, digits switch { 1 => "G1", 2 => "G2", 3 => "G3", _ => "G4" }, CultureInfo.InvariantCulture);
            NarrowElement.Read<Bf16Format>(text[..length], out var back);
            if (digits < 4 && (float)back != value)
                continue;
            output.Raw(text[..length]);
            return;
        }
    }
}
