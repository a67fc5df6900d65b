using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols;

/// <summary>The one component behind a published API.</summary>
internal sealed class ApiScope(PublishedApi api, Caller caller) : IScope
{
    public IEnumerable<Component> Components => [api.Component];

    public long MaxBodyBytes => api.MaxBodyBytes;

    public bool IsInternal => false;

    public Caller Caller => caller;

    public bool TryFind(string name, [NotNullWhen(true)] out Component? component, [NotNullWhen(false)] out InferenceError? error)
    {
        var spec = api.Component.Spec;
        var isMeant = name == spec.Name || name == spec.FullName;
        component = isMeant ? api.Component : null;
        error = isMeant ? null : new InferenceError(ErrorCode.NotFound, $"no such model here: this API serves '{spec.Name}'");
        return isMeant;
    }
}
