namespace Inference.Adapters.Onnx.Files;

/// <summary>How a field of a protocol buffer lies on the wire. Groups (3 and 4) are out of use and not read.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Delimited = 2,
    Fixed32 = 5,
}
