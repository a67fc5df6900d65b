using System.Text;

namespace Inference.Cluster;

/// <summary>Addresses of an API server, without the server.</summary>
internal sealed class ApiPath
{
    private readonly StringBuilder text;
    private char next = '?';

    private ApiPath(StringBuilder text) => this.text = text;

    /// <summary>All objects of a type, in a namespace or (null or empty) in all.</summary>
    public static ApiPath Of(ResourceType type, string? @namespace)
    {
        var text = new StringBuilder(type.Group.Length == 0 ? "api/" : "apis/").Append(type.ApiVersion);
        if (type.IsNamespaced && !string.IsNullOrEmpty(@namespace))
            text.Append("/namespaces/").Append(Uri.EscapeDataString(@namespace));
        return new ApiPath(text.Append('/').Append(type.Plural));
    }

    public static ApiPath Of(ResourceType type, ObjectName name, string? subresource = null)
    {
        var path = Of(type, name.Namespace);
        path.text.Append('/').Append(Uri.EscapeDataString(name.Name));
        if (subresource is not null)
            path.text.Append('/').Append(subresource);
        return path;
    }

    /// <summary>Null where an object can have that name; otherwise what is wrong. A name may come from a person.</summary>
    public static ClusterError? Refusal(ResourceType type, ObjectName name) => (type.IsNamespaced, name) switch
    {
        (true, { Namespace: null or "" }) => Refuse(type, name, "it has no namespace"),
        (true, _) when !IsSegment(name.Namespace) => Refuse(type, name, "its namespace is no name of one"),
        _ when !IsSegment(name.Name) => Refuse(type, name, "there can be no such name"),
        _ => null,
    };

    public ApiPath With(string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(next).Append(key).Append('=').Append(Uri.EscapeDataString(value));
            next = '&';
        }

        return this;
    }

    public ApiPath With(ListScope scope) => With("labelSelector", scope.LabelSelector).With("fieldSelector", scope.FieldSelector);

    public override string ToString() => text.ToString();

    private static bool IsSegment(string? name) => name is { Length: > 0 and <= 253 } and not ("." or "..") && name.AsSpan().IndexOfAny('/', '%') < 0;

    private static ClusterError Refuse(ResourceType type, ObjectName name, string problem) => new(ClusterErrorCode.Invalid, $"{type} '{name}': {problem}");
}
