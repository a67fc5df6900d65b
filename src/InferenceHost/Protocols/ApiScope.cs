using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols;

/// <summary>The one component behind a published API.</summary>
internal readonly struct ApiScope(PublishedApi api, Caller caller) : IScope
{
    public IEnumerable<Component> Components => [api.Component];

    public long MaxBodyBytes => api.MaxBodyBytes;

    public bool IsInternal => false;

    public Caller Caller => caller;

    public bool TryFind(ReadOnlySpan<char> name, [NotNullWhen(true)] out Component? component, [NotNullWhen(false)] out InferenceError? error)
    {
        var spec = api.Component.Spec;
        var isMeant = name.SequenceEqual(spec.Name) || name.SequenceEqual(spec.FullName);
        component = isMeant ? api.Component : null;
        error = isMeant ? null : new InferenceError(ErrorCode.NotFound, $"no such model here: this API serves '{spec.Name}'");
        return isMeant;
    }
}
