using System.Buffers;
using System.Text;

namespace Inference.Grpc.Calls;

/// <summary>The value of <c>grpc-message</c>: UTF-8 with everything but visible ASCII, and the percent sign, as <c>%XX</c> (grpc/doc/PROTOCOL-HTTP2.md, Status-Message).</summary>
internal static class StatusText
{
    // headers are bounded by what clients take, often 8 KB for all of them
    private const int Longest = 4096;
    private const string Digits = "0123456789ABCDEF";
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(letter => (char)letter).Where(letter => letter != '%')]);

    public static string Encode(string message)
    {
        if (message.Length <= Longest && !message.AsSpan().ContainsAnyExcept(Plain))
            return message;
        var encoded = new StringBuilder(message.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in message.EnumerateRunes())
        {
            if (encoded.Length > Longest)
                break;
            if (rune.IsAscii && Plain.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            foreach (var part in utf8[..rune.EncodeToUtf8(utf8)])
                encoded.Append('%').Append(Digits[part >> 4]).Append(Digits[part & 15]);
        }

        return encoded.ToString();
    }
}
