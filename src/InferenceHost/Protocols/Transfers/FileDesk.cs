using Inference.Boxes;
using Inference.Contracts;
using InferenceHost.Files;
using InferenceHost.Protocols.Authentication;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.Transfers;

/// <summary>Finds out whose file a request means, in which box, and what is to be done with it.</summary>
/// <param name="publication">Which namespaces have a file API, and for whom.</param>
/// <param name="doorkeeper">Who comes in.</param>
/// <param name="boxes">The stores.</param>
/// <param name="links">For answers, and for requests that come by one.</param>
/// <param name="calls">What is done.</param>
internal sealed class FileDesk(Publication publication, Doorkeeper doorkeeper, BoxSet boxes, FileLinks links, FileCalls calls)
{
    /// <summary>Null once it is answered.</summary>
    public async ValueTask<InferenceError?> ServeAsync(HttpCall call, CancellationToken stop)
    {
        if (!publication.Current.TryFindFiles(FileTarget.NamespaceOf(call.RawTarget), out var api))
            return new InferenceError(ErrorCode.NotFound, "nothing is served at this path");
        if (CrossOrigin.TryAnswer(call, api.Access.Origins, "GET, HEAD, PUT, POST, DELETE"))
            return null;
        if (CrossOrigin.Check(call, api.Access.Origins) is { } foreign)
            return foreign;
        var link = LinkQuery.Read(call.Request.Query);
        var admittance = link is null ? await doorkeeper.AdmitAsync(call, api.Access) : default;
        if (admittance.Refusal is { } stranger)
            return stranger;
        if (!FileTarget.TryParse(call.RawTarget, out var target, out var malformed))
            return malformed;
        if (link is not null && CheckLink(call, api, target, link) is { } invalid)
            return invalid;
        if (link is not null && Doorkeeper.Pace(call, api.Access, link.User).Refusal is { } tooOften)
            return tooOften;
        if (!boxes.TryEnter(api.Namespace, target.Box, out var box))
            return new InferenceError(ErrorCode.NotFound, $"there is no box {Components.Quoted.Of(target.Box)} here");
        try
        {
            var request = new FileRequest(call, target, admittance.Caller ?? link!.User, box, stop);
            return link is not null ? await LinkCalls.ServeAsync(request)
                : target.Kind == FileTargetKind.File ? await calls.ServeAsync(request)
                : await GroupCalls.ServeAsync(request);
        }
        finally
        {
            box.Leave();
        }
    }

    /// <summary>Null where the link is ours, for this, and not too old.</summary>
    private InferenceError? CheckLink(HttpCall call, PublishedFiles api, FileTarget target, LinkQuery link)
    {
        var method = call.Request.Method;
        LinkMethod? allowed = Methods.IsGet(call) ? LinkMethod.Get : HttpMethods.IsPut(method) ? LinkMethod.Put : null;
        if (allowed is null)
        {
            call.Response.Headers.Allow = "GET, HEAD, PUT";
            return new InferenceError(ErrorCode.MethodNotAllowed, "a link is for GET or for PUT");
        }

        // somebody who may not come in any more has no files to give away either
        var isKnown = target.Kind == FileTargetKind.File && api.Access.Has(link.User);
        var verdict = isKnown
            ? links.Verify(new LinkClaim(allowed.Value, api.Namespace, target.Box, link.User, target.File, link.Expires), link.Signature)
            : LinkVerdict.Forged;
        return verdict switch
        {
            LinkVerdict.Valid => null,
            LinkVerdict.Expired => new InferenceError(ErrorCode.Forbidden, "the link is too old: ask for a new one"),
            _ => new InferenceError(ErrorCode.Forbidden, "the link was not made by this host for this method and path"),
        };
    }
}
