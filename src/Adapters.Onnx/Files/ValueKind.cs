namespace Inference.Adapters.Onnx.Files;

/// <summary>What an input or output of a graph is; the numbers are TypeProto's fields.</summary>
internal enum ValueKind
{
    Unknown = 0,
    Tensor = 1,
    Sequence = 4,
    Map = 5,
    Opaque = 7,
    SparseTensor = 8,
    Optional = 9,
}
