namespace Inference.Cluster;

/// <summary>What is watched.</summary>
internal sealed record WatchTarget(ResourceType Type, ListScope Scope)
{
    public override string ToString() => Scope.Namespace is null ? $"{Type}" : $"{Type} in {Scope.Namespace}";
}
