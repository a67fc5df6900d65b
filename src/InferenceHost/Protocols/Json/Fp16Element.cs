namespace InferenceHost.Protocols.Json;

/// <summary><c>FP16</c>, rounded to nearest, ties to even; what is out of range is no element.</summary>
internal readonly struct Fp16Element : IElement<Half>
{
    public static int Read(ReadOnlySpan<byte> text, out Half value)
    {
        var length = NarrowElement.Read<Fp16Format>(text, out var nearest);
        value = (Half)nearest;
        return length;
    }
}
