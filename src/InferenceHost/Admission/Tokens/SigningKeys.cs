using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace InferenceHost.Admission.Tokens;

/// <summary>The keys of an issuer at one time (RFC 7517). Immutable.</summary>
internal sealed class SigningKeys
{
    private const int MostKeys = 100;
    private readonly byte[] text;
    private readonly SigningKey[] keys;

    private SigningKeys(byte[] text, SigningKey[] keys)
    {
        this.text = text;
        this.keys = keys;
    }

    /// <summary>False where it is no set of keys, or has none that tokens can be checked with.</summary>
    public static bool TryRead(byte[] text, [NotNullWhen(true)] out SigningKeys? keys)
    {
        keys = null;
        if (!StrictJson.TryReadObject(text, out var document))
            return false;
        using (document)
        {
            if (!document.RootElement.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
                return false;
            var read = list.EnumerateArray().Take(MostKeys).Select(SigningKey.Read).OfType<SigningKey>().ToArray();
            keys = read.Length > 0 ? new SigningKeys(text, read) : null;
        }

        return keys is not null;
    }

    /// <summary>Whether it was read from the same text.</summary>
    public bool IsOf(byte[] other) => text.AsSpan().SequenceEqual(other);

    /// <summary>The one key a token may be signed with. One that names no key is taken only where there is no choice.</summary>
    public SigningKey? Find(TokenAlgorithm how, string? id)
    {
        SigningKey? found = null;
        foreach (var key in keys)
        {
            if (!key.Fits(how) || (id is not null && key.Id != id))
                continue;
            if (found is not null)
                return id is null ? null : found;
            found = key;
        }

        return found;
    }
}
