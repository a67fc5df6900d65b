using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using Inference.Manifests;
using InferenceHost.Components;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols;

/// <summary>Every component of the host, by <c>namespace.name</c>, or by <c>name</c> while that is unique.</summary>
internal readonly struct HostScope(Catalog catalog) : IScope
{
    public IEnumerable<Component> Components => catalog.Components;

    public long MaxBodyBytes => LimitSettings.DefaultMaxBodyBytes.Bytes;

    public bool IsInternal => true;

    public Caller Caller => default;

    public bool TryFind(ReadOnlySpan<char> name, [NotNullWhen(true)] out Component? component, [NotNullWhen(false)] out InferenceError? error)
    {
        var meant = catalog.Find(name);
        component = meant.Length == 1 ? meant[0] : null;
        error = meant.Length switch
        {
            1 => null,
            0 => new InferenceError(ErrorCode.NotFound, Unknown(name.ToString())),
            _ => new InferenceError(ErrorCode.NotFound, $"{Quoted.Of(name.ToString())} may be {Names(meant)}: say which"),
        };
        return meant.Length == 1;
    }

    private string Unknown(string name)
    {
        var dot = name.Contains('.', StringComparison.Ordinal);
        var meant = NearestName.Find(name, Components.Select(component => dot ? component.Spec.FullName : component.Spec.Name));
        return $"no model is called {Quoted.Of(name)}{(meant is null ? "" : $"; did you mean {Quoted.Of(meant)}?")}";
    }

    private static string Names(ReadOnlySpan<Component> components)
    {
        var names = new List<string>(components.Length);
        foreach (var component in components)
            names.Add(component.Spec.FullName);
        names.Sort(StringComparer.Ordinal);
        return string.Join(" or ", names);
    }
}
