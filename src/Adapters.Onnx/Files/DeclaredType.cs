namespace Inference.Adapters.Onnx.Files;

/// <summary>The declared type of an input or output.</summary>
/// <param name="Kind">Tensor, or what it is instead.</param>
/// <param name="ElementType">Of a tensor: TensorProto.DataType; of a map: the key's.</param>
/// <param name="HasShape">Of a tensor: whether its rank is declared.</param>
/// <param name="Element">What a sequence, map or optional holds.</param>
internal sealed record DeclaredType(ValueKind Kind, int ElementType, bool HasShape, DeclaredType? Element)
{
    public static DeclaredType Unknown { get; } = new(ValueKind.Unknown, 0, HasShape: false, Element: null);

    /// <summary>Itself, or what an optional holds.</summary>
    public DeclaredType Required => Kind == ValueKind.Optional && Element is not null ? Element : this;

    /// <summary>As in ONNX's own notation: <c>seq(map(int64,tensor(float)))</c>.</summary>
    public override string ToString() => Kind switch
    {
        ValueKind.Tensor => $"tensor({ElementTypes.OnnxName(ElementType)})",
        ValueKind.SparseTensor => $"sparse_tensor({ElementTypes.OnnxName(ElementType)})",
        ValueKind.Sequence => $"seq({Element})",
        ValueKind.Optional => $"optional({Element})",
        ValueKind.Map => $"map({ElementTypes.OnnxName(ElementType)},{Element})",
        ValueKind.Opaque => "opaque",
        _ => "unknown",
    };
}
