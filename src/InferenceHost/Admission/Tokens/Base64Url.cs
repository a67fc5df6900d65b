using System.Diagnostics.CodeAnalysis;
using Framework = System.Buffers.Text.Base64Url;

namespace InferenceHost.Admission.Tokens;

/// <summary>Base64url as RFC 7515 has it: without padding, without white space, and every value in one spelling only.</summary>
internal static class Base64Url
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_'))
                return false;
        }

        if (text.IsEmpty || !Framework.IsValid(text))
            return false;
        var decoded = Framework.DecodeFromChars(text);

        // bits that are left over may be anything to a decoder: only the spelling that encoding gives is the value's own
        if (!text.SequenceEqual(Framework.EncodeToString(decoded)))
            return false;
        bytes = decoded;
        return true;
    }
}
