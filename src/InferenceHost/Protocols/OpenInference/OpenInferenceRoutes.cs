using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>The paths of the Open Inference Protocol below <c>/v2</c>, the same for every scope; what only the internal listener has says so.</summary>
internal sealed class OpenInferenceRoutes(Room room, Strangers strangers, ServerCalls server, RepositoryCalls repository)
{
    /// <param name="call">To be answered, whatever it is.</param>
    /// <param name="scope">Whom it may name.</param>
    /// <param name="path">What follows <c>/v2</c>.</param>
    public ValueTask HandleAsync<TScope>(HttpCall call, TScope scope, ReadOnlySpan<char> path)
        where TScope : struct, IScope =>
        InferPath.TryRead(path, out var asked) ? InferAsync(call, scope, asked) : HandleOtherAsync(call, scope, path.ToString().Split('/'));

    private ValueTask InferAsync<TScope>(HttpCall call, TScope scope, InferPath asked)
        where TScope : struct, IScope
    {
        if (!scope.TryFind(asked.Model, out var component, out var unknown))
        {
            strangers.Report(call, Protocol.OpenInferenceRest, unknown);
            return Refusal.SendAsync(call, unknown);
        }

        if (ModelVersion.Check(asked.Model, asked.Version) is { } unversioned)
            return Refusal.SendAsync(call, unversioned);
        return HttpMethods.IsPost(call.Request.Method)
            ? room.ServeAsync(call, InferDoor.For(call, asked.Model), component, scope.MaxBodyBytes, scope.Caller)
            : Methods.RefuseAsync(call, "POST", Refusal.SendAsync);
    }

    private ValueTask HandleOtherAsync(HttpCall call, IScope scope, string[] segments) => segments switch
    {
        [""] or ["", ""] => GetAsync(call, () => ServerCalls.MetadataAsync(call, scope)),
        ["", "health", "live"] => GetAsync(call, () => ServerCalls.LiveAsync(call)),
        ["", "health", "ready"] => GetAsync(call, () => server.ReadyAsync(call, scope)),
        ["", "models"] => GetAsync(call, () => ModelCalls.ListAsync(call, scope)),
        ["", "models", "stats"] when scope.IsInternal => GetAsync(call, () => ModelCalls.StatisticsAsync(call, [.. scope.Components])),
        ["", "models", var name, "versions", var version, .. var rest] => HandleModelAsync(call, scope, name, version, rest),
        ["", "models", var name, .. var rest] => HandleModelAsync(call, scope, name, ModelVersion.Only, rest),
        ["", "repository", .. var rest] when scope.IsInternal => HandleRepositoryAsync(call, scope, rest),
        _ => NotFoundAsync(call),
    };

    private static ValueTask HandleModelAsync(HttpCall call, IScope scope, string name, string version, string[] rest)
    {
        if (rest is not ([] or ["ready"] or ["config"] or ["stats"]))
            return NotFoundAsync(call);
        if (!scope.TryFind(name, out var component, out var unknown))
            return Refusal.SendAsync(call, unknown);
        if (ModelVersion.Check(name, version) is { } unversioned)
            return Refusal.SendAsync(call, unversioned);
        return rest switch
        {
            [] => GetAsync(call, () => ModelCalls.MetadataAsync(call, name, component)),
            ["ready"] => GetAsync(call, () => ModelCalls.ReadyAsync(call, name, component)),
            ["config"] => GetAsync(call, () => ModelCalls.ConfigAsync(call, name, component)),
            _ => scope.IsInternal ? GetAsync(call, () => ModelCalls.StatisticsAsync(call, [component])) : NotFoundAsync(call),
        };
    }

    // Triton also names a repository before the call; here there is one, whatever it is called
    private ValueTask HandleRepositoryAsync(HttpCall call, IScope scope, string[] rest)
    {
        if (rest is [not ("models" or "index"), .. var others])
            rest = others;
        return rest switch
        {
            ["index"] => PostAsync(call, () => repository.IndexAsync(call, scope)),
            ["models", var name, "load"] => PostAsync(call, () => repository.TellAsync(call, scope, name, ComponentCommandKind.Load)),
            ["models", var name, "unload"] => PostAsync(call, () => repository.TellAsync(call, scope, name, ComponentCommandKind.Unload)),
            _ => NotFoundAsync(call),
        };
    }

    private static ValueTask GetAsync(HttpCall call, Func<ValueTask> handle) =>
        Methods.IsGet(call) ? handle() : Methods.RefuseAsync(call, "GET", Refusal.SendAsync);

    private static ValueTask PostAsync(HttpCall call, Func<ValueTask> handle) =>
        HttpMethods.IsPost(call.Request.Method) ? handle() : Methods.RefuseAsync(call, "POST", Refusal.SendAsync);

    private static ValueTask NotFoundAsync(HttpCall call) =>
        Refusal.SendAsync(call, new InferenceError(ErrorCode.NotFound, "this server has no such call; its metadata, at /v2 of the same base, say which extensions it has"));
}
