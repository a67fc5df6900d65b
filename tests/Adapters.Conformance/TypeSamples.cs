using System.Runtime.InteropServices;
using Inference.Contracts;

namespace Inference.Adapters.Conformance;

/// <summary>Values of each type that a careless conversion would change: extremes, signed zeros, subnormals, NaNs with payloads, and any byte.</summary>
internal static class TypeSamples
{
    public static Tensor Of(DataType type) => type switch
    {
        DataType.Bool => Make<byte>(type, 0, 1, 1, 0),
        DataType.UInt8 => Make<byte>(type, 0, 1, 0x7f, 0x80, 0xff),
        DataType.UInt16 => Make<ushort>(type, 0, 1, 0x7fff, 0x8000, 0xffff),
        DataType.UInt32 => Make<uint>(type, 0, 1, int.MaxValue, 0x8000_0000, uint.MaxValue),
        DataType.UInt64 => Make<ulong>(type, 0, 1, (1UL << 53) + 1, long.MaxValue, 1UL << 63, ulong.MaxValue),
        DataType.Int8 => Make<sbyte>(type, sbyte.MinValue, -1, 0, 1, sbyte.MaxValue),
        DataType.Int16 => Make<short>(type, short.MinValue, -1, 0, 1, short.MaxValue),
        DataType.Int32 => Make<int>(type, int.MinValue, -1, 0, 1, int.MaxValue),
        DataType.Int64 => Make<long>(type, long.MinValue, -1, 0, (1L << 53) + 1, long.MaxValue),
        DataType.Fp16 or DataType.Bf16 => Make<ushort>(type, 0, 0x8000, 1, 0x3c00, 0x7bff, 0x7c00, 0xfc00, 0x7e00, 0x7e2a, 0xfe01, 0x7d01, 0x7f80, 0x7fc1),
        DataType.Fp32 => Make<uint>(type, 0, 0x8000_0000, 1, 0x7f7f_ffff, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x7fc0_1234, 0xffff_ffff, 0x7f80_0001),
        DataType.Fp64 => Make<ulong>(
            type, 0, 1UL << 63, 1, 0x7fef_ffff_ffff_ffff, 0x7ff0_0000_0000_0000, 0x7ff8_0000_0000_0000, 0x7ff8_0000_dead_beef, ulong.MaxValue, 0x7ff0_0000_0000_0001),
        DataType.Bytes => Requests.Elements(
            new Shape(7), [], [0], "a\0b\0"u8.ToArray(), "text é ✓ 😀"u8.ToArray(), [0xff, 0xfe, 0x80, 0xc0], [.. Enumerable.Range(0, 256).Select(i => (byte)i)], new byte[100_000]),
        DataType.Str => Tensor.FromText(type, "text é ✓ 😀"u8),
        DataType.Dict => Tensor.FromText(type, """{"a":[1,2.5,"é"]}"""u8),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "files are another matter"),
    };

    private static Tensor Make<T>(DataType type, params T[] values)
        where T : unmanaged =>
        Tensor.FromValues<byte>(type, new Shape(values.Length), MemoryMarshal.AsBytes(values.AsSpan()));
}
