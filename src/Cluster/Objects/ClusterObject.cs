using System.Globalization;
using System.Text.Json;

namespace Inference.Cluster;

/// <summary>
/// An object of a cluster as the API server told it. Immutable; any number of threads. It holds its JSON in compact form, in memory of its own, without
/// <c>metadata.managedFields</c> unless asked for. What is not a field here is read from the JSON at each call and not kept.
/// </summary>
public sealed class ClusterObject
{
    private ClusterObject(JsonElement json)
    {
        Json = json;
        Metadata = json.ObjectAt("metadata");
        ApiVersion = string.Intern(json.TextAt("apiVersion"));
        Kind = string.Intern(json.TextAt("kind"));
        Id = new ObjectName(Metadata.TextAt("namespace"), Metadata.TextAt("name"));
        Uid = Metadata.TextAt("uid");
        ResourceVersion = Metadata.TextAt("resourceVersion");
    }

    public JsonElement Json { get; }

    public string ApiVersion { get; }

    public string Kind { get; }

    public ObjectName Id { get; }

    /// <summary>Empty for objects of the whole cluster.</summary>
    public string Namespace => Id.Namespace;

    public string Name => Id.Name;

    public string Uid { get; }

    public string ResourceVersion { get; }

    /// <summary>Counts changes of what is wanted; 0 where the type has none.</summary>
    public long Generation => Metadata.NumberAt("generation");

    /// <summary>Set while the object waits for its finalizers or its grace period.</summary>
    public DateTimeOffset? DeletionTimestamp => TimeAt("deletionTimestamp");

    public DateTimeOffset? CreationTimestamp => TimeAt("creationTimestamp");

    public IReadOnlyDictionary<string, string> Labels => Metadata.TextsAt("labels");

    public IReadOnlyDictionary<string, string> Annotations => Metadata.TextsAt("annotations");

    public IReadOnlyList<OwnerReference> Owners =>
    [
        .. Metadata.ItemsAt("ownerReferences").Select(owner => new OwnerReference(
            owner.TextAt("apiVersion"), owner.TextAt("kind"), owner.TextAt("name"), owner.TextAt("uid"), owner.FlagAt("controller"))),
    ];

    private JsonElement Metadata { get; }

    /// <exception cref="JsonException">It is not JSON, or not an object.</exception>
    public static ClusterObject Parse(ReadOnlySpan<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8.ToArray());
        return Parse(document.RootElement);
    }

    /// <param name="json">Is copied.</param>
    /// <exception cref="JsonException">It is not an object.</exception>
    public static ClusterObject Parse(JsonElement json) => Parse(json, type: null, new ListScope { ManagedFields = true });

    /// <param name="type">What the items of a list are, which do not say it of themselves; null where the object says it.</param>
    internal static ClusterObject Parse(JsonElement json, ResourceType? type, ListScope scope) =>
        json.ValueKind == JsonValueKind.Object
            ? new ClusterObject(CompactJson.Of(json, type, scope.ManagedFields))
            : throw new JsonException($"an object was expected, not {json.ValueKind}");

    public override string ToString() => $"{Kind} {Id}";

    private DateTimeOffset? TimeAt(string name) =>
        DateTimeOffset.TryParse(Metadata.TextAt(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
