using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace InferenceHost.Admission.Passwords;

/// <summary>
/// Who may come in, by name and password. Passwords are not kept, only their HMACs under a key of this list's own, or the hashes that came in their place. Every refusal costs
/// the same, whether the name is listed or not, and however its password is kept. Whoever came in is recalled; a changed Secret is a new list, which recalls nobody.
/// </summary>
internal sealed class UserList
{
    private static int made;
    private readonly byte[] key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly byte[] nobody = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly FrozenDictionary<string, User> users;
    private readonly FrozenDictionary<string, User>.AlternateLookup<ReadOnlySpan<char>> byName;
    private readonly int iterations;

    /// <param name="values">Passwords, or well-formed hashes of them, by user name.</param>
    public UserList(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values)
    {
        users = values.ToFrozenDictionary(pair => pair.Key, pair => new User(pair.Key, HMACSHA256.HashData(key, pair.Value.Span), HashIn(pair.Value.Span)), StringComparer.Ordinal);
        byName = users.GetAlternateLookup<ReadOnlySpan<char>>();
        iterations = users.Values.Max(user => user.Hash?.Iterations ?? 0);
    }

    /// <summary>No other list has it: what is kept by it does not keep the list.</summary>
    public int Number { get; } = Interlocked.Increment(ref made);

    /// <summary>Whether a check takes a thread for long.</summary>
    public bool IsSlow => iterations > 0;

    /// <summary>By the Authorization header, the names of those who came in.</summary>
    public RecalledCredentials<string> Recalled { get; } = new();

    /// <summary>Whether somebody of that name may still come in.</summary>
    public bool Has(string name) => users.ContainsKey(name);

    /// <summary>Whether it was made from equal values.</summary>
    public bool IsOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) =>
        values.Count == users.Count && values.All(pair =>
            users.TryGetValue(pair.Key, out var user) && CryptographicOperations.FixedTimeEquals(user.Proof, HMACSHA256.HashData(key, pair.Value.Span)));

    /// <param name="name">As the caller says it.</param>
    /// <param name="password">As the caller says it, in UTF-8.</param>
    /// <param name="caller">The name, if both are right.</param>
    public bool TryAdmit(ReadOnlySpan<char> name, ReadOnlySpan<byte> password, [NotNullWhen(true)] out string? caller)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, password, given);
        var isKnown = byName.TryGetValue(name, out var user);
        var isRight = CryptographicOperations.FixedTimeEquals(given, isKnown ? user!.Proof : nobody) & isKnown;

        // the proof of a hash is the hash's own: whoever read the Secret must not come in with it
        if (user?.Hash is { } hash)
            isRight = hash.IsOf(password);
        if (!isRight)
            PasswordHash.Spend(password, iterations - (user?.Hash?.Iterations ?? 0));
        caller = isRight ? user!.Name : null;
        return caller is not null;
    }

    private static PasswordHash? HashIn(ReadOnlySpan<byte> value) =>
        PasswordHash.TryParse(Encoding.Latin1.GetString(value), out var hash, out _) ? hash : null;

    private sealed record User(string Name, byte[] Proof, PasswordHash? Hash);
}
