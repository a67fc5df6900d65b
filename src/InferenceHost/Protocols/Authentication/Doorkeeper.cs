using Inference.Contracts;
using InferenceHost.Admission;

namespace InferenceHost.Protocols.Authentication;

/// <summary>Asks callers who they are, before anything of their body is read.</summary>
internal static class Doorkeeper
{
    /// <summary>Null where the caller may come in.</summary>
    /// <param name="call">Gets the challenge where the caller may not.</param>
    /// <param name="realm">What the credentials are good for: the namespace.</param>
    /// <param name="users">Who may come in; null for everybody.</param>
    /// <param name="caller">The caller's name, where one was asked for.</param>
    public static InferenceError? Check(HttpCall call, string realm, UserList? users, out string? caller)
    {
        caller = null;
        if (users is null)
            return null;
        var header = call.Request.Headers.Authorization;
        if (header.Count > 1)
            return new InferenceError(ErrorCode.MalformedRequest, "the request has several Authorization headers: which of them counts is anybody's guess");
        caller = header.Count == 0 ? null : BasicCredentials.TryAdmit(header.ToString(), users);
        if (caller is not null)
            return null;
        call.Response.Headers.WWWAuthenticate = $"Basic realm=\"{realm}\", charset=\"UTF-8\"";
        return new InferenceError(
            ErrorCode.Unauthenticated,
            header.Count == 0 ? "this API wants to know who calls: send a user name and password (HTTP Basic)" : "the user name or the password is wrong, or the Authorization header is malformed");
    }
}
