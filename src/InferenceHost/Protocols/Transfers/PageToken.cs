using System.Buffers.Text;
using System.Text;

namespace InferenceHost.Protocols.Transfers;

/// <summary>Where a listing goes on, in characters that need no escaping in a URL.</summary>
internal static class PageToken
{
    private const int Longest = 4096;

    public static string Write(string continuation) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(continuation));

    /// <summary>Null where it is none. A store gets what callers say in it: nothing that its answers, in XML, could not repeat.</summary>
    public static string? Read(string token) =>
        token.Length <= Longest && Base64Url.IsValid(token) && Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)) is { Length: > 0 } continuation
            && !continuation.Any(static character => char.IsControl(character) || character is '\uFFFE' or '\uFFFF') ? continuation : null;
}
