using System.Text;
using System.Text.RegularExpressions;
using Inference.Manifests;
using InferenceHost.Admission.Passwords;
using InferenceHost.Admission.Tokens;
using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>Who may call an API, from its manifest and its Secret; or why it must not be opened.</summary>
internal static partial class AccessPlan
{
    private const string Auth = "spec.restfulApi.auth";
    private const string Credentials = Auth + ".basic.credentials";
    private const string UsersSecret = Auth + ".oidc.usersSecret";

    public static (ApiAccess? Access, NotServed? Not) Of(ManifestDocument<APIComponent> document, ManifestSet manifests, PublishingSettings settings)
    {
        var restful = document.Manifest.Spec.RestfulApi;
        var auth = restful.Auth;
        if (Closed(document, settings) is { } closed)
            return (null, closed);
        var access = new ApiAccess
        {
            Realm = document.Namespace,
            PassesIdentity = auth is { IdentityPassThrough: true },
            Rate = restful.Limits is { RequestsPerSecond: { } rate } limits ? settings.Known.LimiterOf($"{document.Namespace}/{document.Name}", rate, limits.Burst) : null,
            Origins = restful.Cors is { } cors ? new AllowedOrigins(cors.Origins) : null,
        };
        return auth?.Basic is { } basic ? ByPassword(access, document, basic, manifests, settings)
            : auth?.Oidc is { } oidc ? ByToken(access, document, oidc, manifests, settings)
            : (access, null);
    }

    private static NotServed? Closed(ManifestDocument<APIComponent> document, PublishingSettings settings)
    {
        var auth = document.Manifest.Spec.RestfulApi.Auth;
        var isFiles = document.Manifest.Spec.Target == ApiTarget.Files;
        if (auth is null && isFiles)
            return NeedsAuth(document, "files belong to callers: say auth: {basic: {credentials: <a Secret>}}, or oidc");
        if (auth is null && !settings.PublicIsLoopback)
            return NeedsAuth(document, "the API says no auth and other machines reach the public listener: say 'auth: {anonymous: {}}' if everybody may call it");
        return auth?.Anonymous is not null && isFiles
            ? NeedsAuth(document, "files belong to callers, and anonymous ones have no name: say auth: {basic: {credentials: <a Secret>}}, or oidc")
            : null;
    }

    private static (ApiAccess? Access, NotServed? Not) ByPassword(ApiAccess access, ManifestDocument<APIComponent> document, BasicAuth basic, ManifestSet manifests, PublishingSettings settings)
    {
        var (values, missing) = Find(document, Credentials, basic.Credentials, manifests, settings);
        var problem = missing ?? Check(document, Credentials, basic.Credentials, values!, Problem);
        return problem is null ? (access with { Users = settings.Known.ListOf(document.Namespace, basic.Credentials, values!) }, null) : (null, problem);
    }

    private static (ApiAccess? Access, NotServed? Not) ByToken(ApiAccess access, ManifestDocument<APIComponent> document, OidcAuth oidc, ManifestSet manifests, PublishingSettings settings)
    {
        var (values, missing) = oidc.UsersSecret is { } secret ? Find(document, UsersSecret, secret, manifests, settings) : default;
        var problem = missing ?? (values is null ? null : Check(document, UsersSecret, oidc.UsersSecret!, values, static (_, _) => null));
        EquatableList<string>? users = values is null ? null : [.. values.Keys.Order(StringComparer.Ordinal)];
        return problem is null ? (access with { Tokens = settings.Known.GateOf(new TokenRule(oidc.Issuer, oidc.Audience, oidc.UsernameClaim, users)) }, null) : (null, problem);
    }

    /// <summary>What is to be said of an API that is served.</summary>
    public static string Remarks(ManifestDocument<APIComponent> document, PublishingSettings settings)
    {
        var auth = document.Manifest.Spec.RestfulApi.Auth;
        var how = auth?.Basic is not null ? "basic" : auth?.Oidc is not null ? "oidc" : null;
        return how is not null && !settings.PublicIsLoopback && !settings.IsEncrypted
            ? $"{document.At($"{Auth}.{how}")}: {Auth}.{how}: passwords and tokens come over the network in plain HTTP: give --certificate and --key, or put a proxy with TLS before this host and say its address with --public-url"
            : "";
    }

    private static (IReadOnlyDictionary<string, ReadOnlyMemory<byte>>? Values, NotServed? Missing) Find(
        ManifestDocument<APIComponent> document, string field, string name, ManifestSet manifests, PublishingSettings settings)
    {
        var values = settings.Secrets.Find(document.Namespace, name)
            ?? manifests.Find<Secret>(document.Namespace, name)?.Manifest.Values.ToDictionary(pair => pair.Key, pair => pair.Value.Bytes);
        var folder = settings.Secrets.Folder is { } secrets ? $"files in {Path.Combine(secrets, document.Namespace, name)}" : "a folder given with --secrets (none is)";
        return values is not null
            ? (values, null)
            : (null, Say(document, field, "SecretMissing", $"there is no Secret '{name}': it is looked for among the manifests (kind Secret, namespace {document.Namespace}) and as {folder}"));
    }

    private static NotServed? Check(
        ManifestDocument<APIComponent> document, string field, string name, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values, Func<string, ReadOnlyMemory<byte>, string?> check)
    {
        // a key is not repeated where it is no user name: it may be a password in the wrong place
        var problem = values.Count == 0 ? "names nobody: each key is a user name"
            : values.Keys.Any(user => !UserName.IsValid(user)) ? $"has a key that is no user name: expected up to {UserName.Longest} letters, digits, '.', '_', '@' and '-', with no dot at the beginning"
            : values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => check(pair.Key, pair.Value)).FirstOrDefault(found => found is not null);
        return problem is null ? null : Say(document, field, "SecretUnusable", $"Secret '{name}' {problem}");
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

    private static NotServed Say(ManifestDocument document, string field, string reason, string message) => new(reason, $"{document.At(field)}: {field}: {message}");

    // the PHC string format, crypt(3), and what htpasswd writes; a password of such a form is a hash that somebody took for one of ours
    [GeneratedRegex(@"^(\$[a-z0-9-]{1,32}\$.|\{[A-Z0-9]{3,12}\}.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HashForm();
}
