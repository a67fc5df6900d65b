namespace Inference.Adapters.Onnx.Files;

internal readonly record struct WireField(int Number, WireType Type)
{
    public bool IsDelimited(int number) => Number == number && Type == WireType.Delimited;

    public bool IsVarint(int number) => Number == number && Type == WireType.Varint;
}
