using Inference.Contracts;

namespace Inference.Adapters.Onnx.Running;

/// <summary>A place for a tensor of fixed-size elements.</summary>
internal sealed record BoundTensor(string Name, DataType Type, Shape Shape, int Bytes)
{
    /// <summary>Null where it has none.</summary>
    public static BoundTensor? Of(NamedTensor named) =>
        named.Tensor.Type.IsFixedSize() && named.Tensor.Span.Length > 0 ? new BoundTensor(named.Name, named.Tensor.Type, named.Tensor.Shape, named.Tensor.Span.Length) : null;

    public bool Fits(NamedTensor named) => named.Name == Name && named.Tensor.Type == Type && named.Tensor.Shape == Shape;
}
