using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>Where in a request something stands; written out only where something is wrong.</summary>
/// <param name="Root">A property of the request: <c>inputs</c>.</param>
/// <param name="Index">Which element of it; below zero for itself.</param>
/// <param name="Field">A property of that element; null for itself.</param>
/// <param name="Part">A property of that property; null for itself.</param>
internal readonly record struct FieldPath(string Root, int Index = -1, string? Field = null, string? Part = null)
{
    public FieldPath Of(string name) =>
        Field is null ? this with { Field = name }
        : this with { Part = Part is null ? name : $"{Part}.{name}" };

    public override string ToString()
    {
        var path = Index < 0 ? Root : $"{Root}[{Index}]";
        // the field may be a parameter's name, which is the caller's
        var field = Field is null ? "" : Quoted.Clean(Part is null ? Field : $"{Field}.{Part}");
        return field.Length == 0 ? path : path.Length == 0 ? field : $"{path}.{field}";
    }
}
