using System.Text;
using System.Text.RegularExpressions;
using Inference.Manifests;
using InferenceHost.Admission.Passwords;

namespace InferenceHost.Publishing;

/// <summary>Who may call an API, from its manifest and its Secret; or why it must not be opened.</summary>
internal static partial class AccessPlan
{
    private const string Auth = "spec.restfulApi.auth";
    private const string Credentials = Auth + ".basic.credentials";

    public static (ApiAccess? Access, NotServed? Not) Of(ManifestDocument<APIComponent> document, ManifestSet manifests, PublishingSettings settings)
    {
        var auth = document.Manifest.Spec.RestfulApi.Auth;
        if (auth is null && document.Manifest.Spec.Target == ApiTarget.Files)
            return (null, NeedsAuth(document, "files belong to callers: say auth: {basic: {credentials: <a Secret>}}"));
        if (auth is null && !settings.PublicIsLoopback)
            return (null, NeedsAuth(document, "the API says no auth and other machines reach the public listener: say 'auth: {anonymous: {}}' if everybody may call it"));
        if (auth?.Anonymous is not null && document.Manifest.Spec.Target == ApiTarget.Files)
            return (null, NeedsAuth(document, "files belong to callers, and anonymous ones have no name: say auth: {basic: {credentials: <a Secret>}}"));
        if (auth?.Basic is not { } basic)
            return (new ApiAccess { Realm = document.Namespace, PassesIdentity = auth is { IdentityPassThrough: true } }, null);
        var (users, problem) = Users(document, basic.Credentials, manifests, settings);
        return users is null ? (null, problem) : (new ApiAccess { Realm = document.Namespace, Users = users, PassesIdentity = auth.IdentityPassThrough }, null);
    }

    /// <summary>What is to be said of an API that is served.</summary>
    public static string Remarks(ManifestDocument<APIComponent> document, PublishingSettings settings) =>
        document.Manifest.Spec.RestfulApi.Auth?.Basic is not null && !settings.PublicIsLoopback && !settings.IsEncrypted
            ? $"{document.At(Auth + ".basic")}: {Auth}.basic: passwords come over the network in plain HTTP: put a proxy with TLS before this host, and say its address with --public-url"
            : "";

    private static (UserList? Users, NotServed? Problem) Users(
        ManifestDocument<APIComponent> document, string name, ManifestSet manifests, PublishingSettings settings)
    {
        var passwords = settings.Secrets.Find(document.Namespace, name)
            ?? manifests.Find<Secret>(document.Namespace, name)?.Manifest.Values.ToDictionary(pair => pair.Key, pair => pair.Value.Bytes);
        if (passwords is null)
        {
            var folder = settings.Secrets.Folder is { } secrets ? $"files in {Path.Combine(secrets, document.Namespace, name)}" : "a folder given with --secrets (none is)";
            return (null, Say(document, "SecretMissing", $"there is no Secret '{name}': it is looked for among the manifests (kind Secret, namespace {document.Namespace}) and as {folder}"));
        }

        // a key is not repeated where it is no user name: it may be a password in the wrong place
        var problem = passwords.Count == 0 ? "names nobody: each key is a user name, its value the password"
            : passwords.Keys.Any(user => !UserName.IsValid(user)) ? $"has a key that is no user name: expected up to {UserName.Longest} letters, digits, '.', '_', '@' and '-', with no dot at the beginning"
            : passwords.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Problem(pair.Key, pair.Value)).FirstOrDefault(found => found is not null);
        return problem is null ? (settings.Users.ListOf(document.Namespace, name, passwords), null) : (null, Say(document, "SecretUnusable", $"Secret '{name}' {problem}"));
    }

    /// <summary>What is wrong with the value, of which nothing is repeated.</summary>
    private static string? Problem(string user, ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty)
            return $"has a user without a password: key '{user}'";
        var text = Encoding.Latin1.GetString(value.Span);
        if (text.StartsWith(PasswordHash.Prefix, StringComparison.Ordinal))
            return PasswordHash.TryParse(text, out _, out var expected) ? null : $"has a malformed hash: key '{user}': expected {expected}: make it with 'InferenceHost hash-password'";
        return HashForm().IsMatch(text) ? $"has a value that looks like a hash of another kind: key '{user}': give the password itself, or a hash made with 'InferenceHost hash-password'" : null;
    }

    private static NotServed NeedsAuth(ManifestDocument document, string message) => new("NeedsAuth", $"{document.At("spec.restfulApi")}: {Auth}: {message}");

    private static NotServed Say(ManifestDocument document, string reason, string message) => new(reason, $"{document.At(Credentials)}: {Credentials}: {message}");

    // the PHC string format, crypt(3), and what htpasswd writes; a password of such a form is a hash that somebody took for one of ours
    [GeneratedRegex(@"^(\$[a-z0-9-]{1,32}\$.|\{[A-Z0-9]{3,12}\}.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HashForm();
}
