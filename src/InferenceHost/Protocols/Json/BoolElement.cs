namespace InferenceHost.Protocols.Json;

/// <summary><c>BOOL</c>: true or false and nothing else.</summary>
internal readonly struct BoolElement : IElement<byte>
{
    public static int Read(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        if (text.StartsWith("false"u8))
            return 5;
        value = 1;
        return text.StartsWith("true"u8) ? 4 : 0;
    }
}
