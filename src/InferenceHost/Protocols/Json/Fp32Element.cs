namespace InferenceHost.Protocols.Json;

/// <summary><c>FP32</c>; what is out of range is no element.</summary>
internal readonly struct Fp32Element : IElement<float>
{
    public static int Read(ReadOnlySpan<byte> text, out float value)
    {
        var plain = PlainDecimal.Read(text, out value);
        if (plain > 0)
            return plain;
        var length = NarrowElement.Read<Fp32Format>(text, out var nearest);
        value = (float)nearest;
        return length;
    }
}
