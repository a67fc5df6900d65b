namespace Inference.Cluster;

/// <summary>The name of an object of one type.</summary>
/// <param name="Namespace">Empty for objects of the whole cluster.</param>
public readonly record struct ObjectName(string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
