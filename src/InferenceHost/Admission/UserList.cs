using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace InferenceHost.Admission;

/// <summary>
/// Who may come in, by name and password. Immutable. Passwords are not kept, only their HMACs under a key of this list's own; a name that is not listed costs
/// as much to refuse as a wrong password.
/// </summary>
internal sealed class UserList
{
    private readonly byte[] key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly byte[] nobody = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly FrozenDictionary<string, User>.AlternateLookup<ReadOnlySpan<char>> users;

    /// <param name="passwords">By user name.</param>
    public UserList(IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> passwords) =>
        users = passwords.ToFrozenDictionary(pair => pair.Key, pair => new User(pair.Key, HMACSHA256.HashData(key, pair.Value.Span)), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether somebody of that name may still come in.</summary>
    public bool Has(string name) => users.ContainsKey(name);

    /// <param name="name">As the caller says it.</param>
    /// <param name="password">As the caller says it, in UTF-8.</param>
    /// <param name="caller">The name, if both are right.</param>
    public bool TryAdmit(ReadOnlySpan<char> name, ReadOnlySpan<byte> password, [NotNullWhen(true)] out string? caller)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, password, given);
        var isKnown = users.TryGetValue(name, out var user);
        var isRight = CryptographicOperations.FixedTimeEquals(given, isKnown ? user!.Proof : nobody);
        caller = isRight && isKnown ? user!.Name : null;
        return caller is not null;
    }

    private sealed record User(string Name, byte[] Proof);
}
