using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace InferenceHost.Admission.Tokens;

/// <summary>
/// A JSON Web Token in its compact form (RFC 7519, RFC 7515), taken apart and not yet believed. What the head says of keys (<c>jwk</c>, <c>jku</c>, <c>x5u</c>, <c>x5c</c>) is not looked at; extensions that must
/// be understood, nested and compressed tokens are refused.
/// </summary>
/// <param name="Algorithm">How it says to be signed.</param>
/// <param name="KeyId">Which key it says to be signed with.</param>
/// <param name="Signed">The bytes that the signature is of.</param>
/// <param name="Payload">Unread.</param>
/// <param name="Signature">As it came.</param>
internal sealed record SignedToken(TokenAlgorithm Algorithm, string? KeyId, byte[] Signed, byte[] Payload, byte[] Signature)
{
    /// <summary>Characters.</summary>
    public const int Longest = 8000;

    private const int LongestKeyId = 256;
    private static readonly string[] NotUnderstood = ["crit", "b64", "zip", "enc", "cty"];
    private static readonly string[] Types = ["JWT", "at+jwt", "application/at+jwt"];

    /// <param name="text">What stands behind the scheme.</param>
    /// <param name="token">Its parts.</param>
    /// <param name="fault">What is wrong with it; never a part of it.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SignedToken? token, [NotNullWhen(false)] out string? fault)
    {
        token = null;
        fault = "the token is not of three parts in base64url, parted by dots";
        if (text.Length > Longest || text.Count('.') != 2)
            return false;
        var first = text.IndexOf('.');
        var second = text.LastIndexOf('.');
        if (!Base64Url.TryDecode(text[..first], out var head) || !Base64Url.TryDecode(text[(first + 1)..second], out var payload) || !Base64Url.TryDecode(text[(second + 1)..], out var signature))
            return false;
        fault = "the head of the token is no JSON object, or has a member twice";
        if (!StrictJson.TryReadObject(head, out var document))
            return false;
        TokenAlgorithm algorithm;
        string? keyId;
        using (document)
            fault = ReadHead(document.RootElement, out algorithm, out keyId);
        if (fault is null)
            token = new SignedToken(algorithm, keyId, Encoding.ASCII.GetBytes(text[..second].ToString()), payload, signature);
        return token is not null;
    }

    private static string? ReadHead(JsonElement head, out TokenAlgorithm algorithm, out string? keyId)
    {
        algorithm = default;
        keyId = null;
        if (!StrictJson.TryReadText(head, "alg", out var name) || name is not (nameof(TokenAlgorithm.RS256) or nameof(TokenAlgorithm.PS256) or nameof(TokenAlgorithm.ES256)))
            return "the token is not signed with RS256, PS256 or ES256";
        algorithm = Enum.Parse<TokenAlgorithm>(name);
        if (Array.Exists(NotUnderstood, member => head.TryGetProperty(member, out _)))
            return "the head of the token asks for something that is not understood here";
        if (!StrictJson.TryReadText(head, "typ", out var type) || (type is not null && !Types.Contains(type, StringComparer.OrdinalIgnoreCase)))
            return "the token is not of type JWT or at+jwt";
        return StrictJson.TryReadText(head, "kid", out keyId) && keyId?.Length is null or (> 0 and <= LongestKeyId) ? null : "the head of the token names its key in no way that is understood here";
    }
}
