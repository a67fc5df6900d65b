namespace InferenceHost.Protocols.Json;

/// <summary><c>BF16</c>, rounded to nearest, ties to even; what is out of range is no element.</summary>
internal readonly struct Bf16Element : IElement<ushort>
{
    public static int Read(ReadOnlySpan<byte> text, out ushort value)
    {
        var length = NarrowElement.Read<Bf16Format>(text, out var nearest);
        value = Bf16Format.FromExact(nearest);
        return length;
    }
}
