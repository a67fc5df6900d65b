using System.Text;

namespace Inference.Manifests;

/// <summary>One value of a Secret: bytes, mostly UTF-8 text. Printing it gives no part of it.</summary>
public sealed class SecretValue(ReadOnlyMemory<byte> bytes)
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The bytes as UTF-8; what is not UTF-8 becomes replacement characters.</summary>
    public string ToText() => Encoding.UTF8.GetString(Bytes.Span);

    public override string ToString() => "(secret)";

    internal static bool TryParseText(string text, out SecretValue value)
    {
        value = new SecretValue(Encoding.UTF8.GetBytes(text));
        return true;
    }

    internal static bool TryParseBase64(string text, out SecretValue value)
    {
        var bytes = new byte[text.Length];
        var isBase64 = Convert.TryFromBase64String(text, bytes, out var length);
        value = new SecretValue(bytes.AsMemory(0, length));
        return isBase64;
    }
}
