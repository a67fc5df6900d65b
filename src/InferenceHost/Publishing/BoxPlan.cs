using Inference.Manifests;

namespace InferenceHost.Publishing;

/// <summary>Where boxes lie: a folder of this machine if they name one, else their store.</summary>
internal static class BoxPlan
{
    private const string Credentials = "spec.s3.credentials";

    // ours, AWS's own, and those of its variables
    private static readonly string[] AccessKeys = ["accessKey", "aws_access_key_id", "AWS_ACCESS_KEY_ID"];
    private static readonly string[] SecretKeys = ["secretKey", "aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"];
    private static readonly string[] SessionTokens = ["sessionToken", "aws_session_token", "AWS_SESSION_TOKEN"];

    /// <summary>The folder that is the box's root, where it is a folder.</summary>
    public static string Root(ManifestDocument<DataBox> box, PublishingSettings settings) =>
        box.Manifest.Spec.Folder?.FullPath ?? Path.Combine(settings.BoxesFolder, box.Namespace, box.Name);

    /// <summary>Or why the box cannot be used.</summary>
    public static (PlannedBox? Box, NotServed? Not) Of(ManifestDocument<DataBox> box, ManifestSet manifests, PublishingSettings settings)
    {
        var spec = box.Manifest.Spec;
        var store = StoreOf(box, settings);
        if (store is not null && spec.S3?.Credentials is { } secret)
        {
            var (access, not) = AccessOf(box, secret, manifests, settings);
            if (access is null)
                return (null, not);
            store = store with { Access = access };
        }

        return (new PlannedBox(box.Namespace, box.Name, Root(box, settings), IsOwn: spec.Folder is null, spec.S3DefaultStorage?.Capacity.Bytes) { Store = store }, null);
    }

    /// <summary>The part of a store that is the box, without its credentials; null where it is a folder.</summary>
    public static S3Place? StoreOf(ManifestDocument<DataBox> box, PublishingSettings settings) => box.Manifest.Spec switch
    {
        { Folder: not null } => null,
        { S3: { } s3 } => new S3Place(new Uri(s3.Endpoint), s3.Bucket)
        {
            Prefix = s3.Prefix.Value ?? "",
            Region = s3.Region,
            PublicEndpoint = s3.PublicEndpoint is { } address ? new Uri(address) : null,
            IsAnonymous = s3.Credentials is null && settings.DefaultStore is { } own && !IsAt(own.Endpoint, s3.Endpoint),
        },
        _ => settings.DefaultStore is { } store ? store with { Prefix = $"{box.Namespace}/{box.Name}" } : null,
    };

    // whoever writes a manifest must not be able to send the default store's credentials to an address of their choice
    private static bool IsAt(Uri endpoint, string address) => Uri.Compare(endpoint, new Uri(address), UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static (S3Access? Access, NotServed? Not) AccessOf(ManifestDocument<DataBox> box, string name, ManifestSet manifests, PublishingSettings settings)
    {
        var values = settings.Secrets.Find(box.Namespace, name)
            ?? manifests.Find<Secret>(box.Namespace, name)?.Manifest.Values.ToDictionary(pair => pair.Key, pair => pair.Value.Bytes);
        if (values is null)
        {
            var folder = settings.Secrets.Folder is { } secrets ? $"files in {Path.Combine(secrets, box.Namespace, name)}" : "a folder given with --secrets (none is)";
            return (null, Say(box, "SecretMissing", $"there is no Secret '{name}': it is looked for among the manifests (kind Secret, namespace {box.Namespace}) and as {folder}"));
        }

        return Find(values, AccessKeys) is { } accessKey && Find(values, SecretKeys) is { } secretKey
            ? (new S3Access(accessKey, secretKey, Find(values, SessionTokens)), null)
            : (null, Say(box, "SecretUnusable", $"Secret '{name}' must have the keys {AccessKeys[0]} and {SecretKeys[0]} (or {AccessKeys[2]} and {SecretKeys[2]})"));
    }

    private static string? Find(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values, string[] names) => names
        .Where(values.ContainsKey)
        .Select(name => System.Text.Encoding.UTF8.GetString(values[name].Span).Trim())
        .FirstOrDefault(value => value.Length > 0);

    private static NotServed Say(ManifestDocument box, string reason, string message) => new(reason, $"{box.At(Credentials)}: {Credentials}: {message}");
}
