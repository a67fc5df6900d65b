using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols;

/// <summary>Which components a caller may name: all on the internal listener, the published one behind an API. A structure, since one is made for every request.</summary>
internal interface IScope
{
    /// <summary>The components there are, in no order.</summary>
    IEnumerable<Component> Components { get; }

    long MaxBodyBytes { get; }

    bool IsInternal { get; }

    Caller Caller { get; }

    bool TryFind(ReadOnlySpan<char> name, [NotNullWhen(true)] out Component? component, [NotNullWhen(false)] out InferenceError? error);
}
