using System.Globalization;
using Inference.Contracts;
using Inference.Grpc;
using Inference.Manifests;
using InferenceHost.Components;
using InferenceHost.Protocols.Authentication;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>
/// Finds what a call names by its <c>model_name</c>: on the internal listener a component as over HTTP; on the public one the API <c>namespace.path</c>, if its callers are let in: what is not published
/// is not there, and credentials are the Authorization header, which <c>authorization</c> metadata is.
/// </summary>
internal sealed class RpcEntrance(Publication publication, Doorkeeper doorkeeper)
{
    // a namespace and a path of 63 characters each
    private const int LongestName = 63 + 1 + 63;

    // larger messages have to begin with whom they ask
    private const int MostUnnamed = 1 << 20;

    /// <summary>The most bytes of a message whose beginning does not say whom it asks: from outside little is taken before it is known who asks for it.</summary>
    public static long MaxUnnamedBytes(HttpCall call) => call.IsInternal ? LimitSettings.DefaultMaxBodyBytes.Bytes : MostUnnamed;

    /// <summary>What is said of such a message with more.</summary>
    public static GrpcStatus TooLargeUnnamed(long limit) =>
        new(GrpcStatusCode.ResourceExhausted, string.Create(CultureInfo.InvariantCulture, $"a message over {limit} bytes has to begin with its model_name, as those of the usual clients do, and not to be packed"));

    /// <summary>The components that the internal listener may name.</summary>
    public HostScope Components => new(publication.Current);

    public ValueTask<RpcEntry> FindAsync(HttpCall call, string name)
    {
        if (call.IsInternal)
        {
            var scope = Components;
            return ValueTask.FromResult(scope.TryFind(name, out var component, out var unknown) ? new RpcEntry(component, scope.MaxBodyBytes, scope.Caller, Refusal: null) : default(RpcEntry) with { Refusal = unknown });
        }

        if (FindApi(name) is not { } api)
            return ValueTask.FromResult(default(RpcEntry) with { Refusal = new InferenceError(ErrorCode.NotFound, $"no API is published as {Quoted.Of(name)}; an API is named namespace.path") });
        return Doorkeeper.TryAdmit(call, api.Access, out var admittance) ? ValueTask.FromResult(Enter(api, admittance)) : AskAsync(call, api);
    }

    /// <summary>The component that a name means, without asking who calls; null where there is none.</summary>
    public Component? Lookup(HttpCall call, string name) =>
        !call.IsInternal ? FindApi(name)?.Component : Components.TryFind(name, out var component, out _) ? component : null;

    private static RpcEntry Enter(PublishedApi api, Admittance admittance) =>
        new(api.Component, api.MaxBodyBytes, new Caller(admittance.Caller, api.Access.PassesIdentity), admittance.Refusal);

    // a namespace has no dot
    private PublishedApi? FindApi(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || name.Length > LongestName)
            return null;
        Span<char> path = stackalloc char[1 + LongestName];
        path[0] = '/';
        name.CopyTo(path[1..]);
        path[1 + dot] = '/';
        return publication.Current.TryFindApi(path[..(1 + name.Length)], out var api) ? api : null;
    }

    private async ValueTask<RpcEntry> AskAsync(HttpCall call, PublishedApi api) => Enter(api, await doorkeeper.AdmitAsync(call, api.Access));
}
