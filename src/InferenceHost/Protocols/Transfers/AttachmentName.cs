using System.Text;

namespace InferenceHost.Protocols.Transfers;

/// <summary>The header <c>Content-Disposition</c> of a download (RFC 6266): a name in ASCII for old clients, and the name itself for all others.</summary>
internal static class AttachmentName
{
    private const string PlainInNames = "!#$&+-.^_`|~";

    public static string HeaderOf(string fileName)
    {
        var plain = new StringBuilder(fileName.Length);
        foreach (var character in fileName)
            plain.Append(character is >= ' ' and <= '~' and not ('"' or '\\' or '%' or '/') ? character : '_');
        return $"attachment; filename=\"{plain}\"; filename*=UTF-8''{Encode(fileName)}";
    }

    // RFC 8187, attr-char
    private static StringBuilder Encode(string fileName)
    {
        var encoded = new StringBuilder(fileName.Length);
        foreach (var value in Encoding.UTF8.GetBytes(fileName))
        {
            if (char.IsAsciiLetterOrDigit((char)value) || PlainInNames.Contains((char)value, StringComparison.Ordinal))
                encoded.Append((char)value);
            else
                encoded.Append('%').Append(value.ToString("X2"));
        }

        return encoded;
    }
}
