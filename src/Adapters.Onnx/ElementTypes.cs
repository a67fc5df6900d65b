using Inference.Contracts;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Inference.Adapters.Onnx;

/// <summary>ONNX's element types (TensorProto.DataType, whose numbers ONNX Runtime shares) and ours.</summary>
internal static class ElementTypes
{
    private static readonly string[] Names =
    [
        "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "double", "uint32", "uint64",
        "complex64", "complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4", "float4e2m1",
        "float8e8m0", "uint2", "int2",
    ];

    /// <summary>ONNX's name of a type, known to us or not.</summary>
    public static string OnnxName(int type) => (uint)type < (uint)Names.Length ? Names[type] : $"type {type}";

    public static bool TryMap(int onnx, out DataType type)
    {
        (var known, type) = (TensorElementType)onnx switch
        {
            TensorElementType.Float => (true, DataType.Fp32),
            TensorElementType.UInt8 => (true, DataType.UInt8),
            TensorElementType.Int8 => (true, DataType.Int8),
            TensorElementType.UInt16 => (true, DataType.UInt16),
            TensorElementType.Int16 => (true, DataType.Int16),
            TensorElementType.Int32 => (true, DataType.Int32),
            TensorElementType.Int64 => (true, DataType.Int64),
            TensorElementType.String => (true, DataType.Bytes),
            TensorElementType.Bool => (true, DataType.Bool),
            TensorElementType.Float16 => (true, DataType.Fp16),
            TensorElementType.Double => (true, DataType.Fp64),
            TensorElementType.UInt32 => (true, DataType.UInt32),
            TensorElementType.UInt64 => (true, DataType.UInt64),
            TensorElementType.BFloat16 => (true, DataType.Bf16),
            _ => (false, default),
        };
        return known;
    }

    /// <summary>ONNX's number of what we call <paramref name="type"/>.</summary>
    public static int ToOnnx(DataType type) => (int)(type switch
    {
        DataType.Bool => TensorElementType.Bool,
        DataType.UInt8 => TensorElementType.UInt8,
        DataType.UInt16 => TensorElementType.UInt16,
        DataType.UInt32 => TensorElementType.UInt32,
        DataType.UInt64 => TensorElementType.UInt64,
        DataType.Int8 => TensorElementType.Int8,
        DataType.Int16 => TensorElementType.Int16,
        DataType.Int32 => TensorElementType.Int32,
        DataType.Int64 => TensorElementType.Int64,
        DataType.Fp16 => TensorElementType.Float16,
        DataType.Bf16 => TensorElementType.BFloat16,
        DataType.Fp32 => TensorElementType.Float,
        DataType.Fp64 => TensorElementType.Double,
        DataType.Bytes => TensorElementType.String,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "ONNX has no such type"),
    });
}
