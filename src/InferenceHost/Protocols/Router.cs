using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Files;
using InferenceHost.Protocols.Authentication;
using InferenceHost.Protocols.OpenApi;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.Operations;
using InferenceHost.Protocols.Pages;
using InferenceHost.Protocols.Predict;
using InferenceHost.Protocols.Transfers;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols;

/// <summary>
/// The endpoint map: which call a path names, on which listener. What is not here does not exist. Paths are matched exactly, decoded once by the server.
/// </summary>
internal sealed class Router(
    Publication publication, Room room, Strangers strangers, Doorkeeper doorkeeper, OpenInferenceRoutes openInference, OpenApiRoutes documents, PageRoutes pages, FileRoutes transfers, OperationsRoutes operations, FailureLog failures)
{
    private const string OpenInferencePrefix = "/v2";
    private const string Predict = "/predict";
    private const string Infer = "/infer";

    /// <summary>Answers the call, whatever it is.</summary>
    public async Task HandleAsync(HttpCall call)
    {
        try
        {
            await (call.IsInternal ? HandleInternalAsync(call) : HandlePublicAsync(call));
        }
        catch (Exception e)
        {
            failures.Bug(e, call.RequestId);
            await Problem.SendAsync(call, new InferenceError(ErrorCode.Internal, "an error in this server; its log has the cause under the request id"));
        }
    }

    private static bool IsOpenInference(ReadOnlySpan<char> path) =>
        path.StartsWith(OpenInferencePrefix, StringComparison.Ordinal) && (path.Length == OpenInferencePrefix.Length || path[OpenInferencePrefix.Length] == '/');

    private ValueTask HandlePublicAsync(HttpCall call)
    {
        if (FileTarget.IsMeant(call.RawTarget))
            return transfers.HandleAsync(call);
        var path = call.Path;
        if (!TrySplit(path, out var length) || !publication.Current.TryFindApi(path.AsSpan(0, length), out var api))
            return HandleBesideApisAsync(call, path);
        if (CrossOrigin.TryAnswer(call, api.Access.Origins, "GET, HEAD, POST"))
            return ValueTask.CompletedTask;
        if (path.Length == length && Methods.IsGet(call) && PageRoutes.IsWanted(call))
            return PageRoutes.SendApiAsync(call);
        if (CrossOrigin.Check(call, api.Access.Origins) is { } foreign)
            return ServeAsync(call, api, length, foreign);
        return Doorkeeper.TryAdmit(call, api.Access, out var admittance) ? ServeAsync(call, api, length, admittance) : AskAsync(call, api, length);
    }

    private async ValueTask AskAsync(HttpCall call, PublishedApi api, int length) => await ServeAsync(call, api, length, await doorkeeper.AdmitAsync(call, api.Access));

    /// <param name="call">To be answered.</param>
    /// <param name="api">What it names.</param>
    /// <param name="length">Of the part of the path that names it.</param>
    /// <param name="admittance">Whether the caller may come in.</param>
    private ValueTask ServeAsync(HttpCall call, PublishedApi api, int length, Admittance admittance)
    {
        var path = call.Path;
        var rest = path.AsSpan(length);
        var stranger = admittance.Refusal;
        var caller = new Caller(admittance.Caller, api.Access.PassesIdentity);
        if (rest.SequenceEqual(Predict))
        {
            return stranger is not null ? room.RefuseAsync(call, PredictDoor.Instance, api.Component, stranger)
                : HttpMethods.IsPost(call.Request.Method) ? room.ServeAsync(call, PredictDoor.For(call.Request, api.MaxUploadBytes), api.Component, api.MaxBodyBytes, caller)
                : Methods.RefuseAsync(call, "POST", Problem.SendAsync);
        }

        if (stranger is null && (rest.IsEmpty || rest.SequenceEqual(OpenApiRoutes.Path)))
            return Methods.IsGet(call) ? documents.SendAsync(call, api) : Methods.RefuseAsync(call, "GET", Problem.SendAsync, hint: $"predictions are POST {api.Url}/predict");
        if (!IsOpenInference(rest))
            return stranger is null ? NotFoundAsync(call, path) : Problem.SendAsync(call, stranger);
        return stranger is null
            ? openInference.HandleAsync(call, new ApiScope(api, caller), rest[OpenInferencePrefix.Length..])
            : RefuseStrangerAsync(call, rest, api.Component, stranger);
    }

    private ValueTask HandleBesideApisAsync(HttpCall call, string path) =>
        pages.TryHandle(call, path, out var page) ? page
        : path != OpenApiRoutes.Path ? NotFoundAsync(call, path)
        : Methods.IsGet(call) ? documents.SendAllAsync(call)
        : Methods.RefuseAsync(call, "GET", Problem.SendAsync);

    private ValueTask RefuseStrangerAsync(HttpCall call, ReadOnlySpan<char> path, Component component, InferenceError stranger) =>
        path.EndsWith(Infer)
            ? room.RefuseAsync(call, new InferDoor(component.Spec.Name), component, stranger)
            : Refusal.SendAsync(call, stranger);

    private ValueTask HandleInternalAsync(HttpCall call)
    {
        if (InternalGuard.Check(call.Context) is { } stranger)
            return Problem.SendAsync(call, stranger);
        var path = call.Path;
        if (operations.TryHandle(call, path, out var answer))
            return answer;
        return IsOpenInference(path)
            ? openInference.HandleAsync(call, new HostScope(publication.Current), path.AsSpan(OpenInferencePrefix.Length))
            : NotFoundAsync(call, path);
    }

    /// <summary>Where the first two segments of a path end.</summary>
    private static bool TrySplit(string path, out int length)
    {
        length = 0;
        var second = path.Length > 1 ? path.IndexOf('/', 1) : -1;
        if (second < 0)
            return false;
        var end = path.IndexOf('/', second + 1);
        length = end < 0 ? path.Length : end;
        return true;
    }

    private ValueTask NotFoundAsync(HttpCall call, string path)
    {
        var error = new InferenceError(ErrorCode.NotFound, "nothing is served at this path");
        if (path.EndsWith(Predict, StringComparison.Ordinal))
            strangers.Report(call, Protocol.Predict, error);
        else if (path.EndsWith(Infer, StringComparison.Ordinal))
            strangers.Report(call, Protocol.OpenInferenceRest, error);
        return path.Contains("/v2/", StringComparison.Ordinal) || path.EndsWith("/v2", StringComparison.Ordinal)
            ? Refusal.SendAsync(call, error)
            : Problem.SendAsync(call, error);
    }
}
