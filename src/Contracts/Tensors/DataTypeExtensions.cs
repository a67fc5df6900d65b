namespace Inference.Contracts;

/// <summary>Wire names and sizes of the <see cref="DataType"/> members.</summary>
public static class DataTypeExtensions
{
    private static readonly string[] Names =
    [
        "BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64",
        "FP16", "BF16", "FP32", "FP64", "BYTES", "str", "dict", "FILE",
    ];

    private static readonly byte[] Sizes = [1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 0, 0, 0, 0];

    /// <summary>Every wire name, in the order of the enum.</summary>
    public static IReadOnlyList<string> AllNames => Names;

    /// <summary>The name on the wire and in manifests, for example <c>FP32</c>.</summary>
    public static string WireName(this DataType type) => Names[(int)type];

    /// <summary>Bytes an element takes; 0 where elements have no fixed size.</summary>
    public static int ElementSize(this DataType type) => Sizes[(int)type];

    /// <summary>Whether elements have a fixed size: all numeric types and <see cref="DataType.Bool"/>.</summary>
    public static bool IsFixedSize(this DataType type) => type < DataType.Bytes;

    /// <summary>Whether the tensor holds one value whose shape is only passed through: <c>str</c>, <c>dict</c>, <c>FILE</c>.</summary>
    public static bool IsSingleValue(this DataType type) => type > DataType.Bytes;

    /// <summary>Reads a wire name, given as UTF-8; names are matched exactly.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out DataType type)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (System.Text.Ascii.Equals(name, Names[i]))
            {
                type = (DataType)i;
                return true;
            }
        }

        type = default;
        return false;
    }

    /// <summary>Reads a wire name; names are matched exactly.</summary>
    public static bool TryParse(string? name, out DataType type)
    {
        var index = Array.IndexOf(Names, name);
        type = index < 0 ? default : (DataType)index;
        return index >= 0;
    }
}
