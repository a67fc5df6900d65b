namespace Inference.Cluster;

/// <summary>Which object an event is about.</summary>
internal readonly record struct EventSubject(string ApiVersion, string Kind, ObjectName Name, string Uid)
{
    /// <summary>Events of objects of the whole cluster are kept in the namespace <c>default</c>.</summary>
    public string EventNamespace => Name.Namespace.Length > 0 ? Name.Namespace : "default";

    public static EventSubject Of(ClusterObject about) => new(about.ApiVersion, about.Kind, about.Id, about.Uid);
}
