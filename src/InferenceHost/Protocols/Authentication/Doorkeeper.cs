using Inference.Contracts;
using InferenceHost.Admission.Passwords;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.Authentication;

/// <summary>Asks callers who they are, before anything of their body is read.</summary>
internal sealed class Doorkeeper(PasswordDesk passwords)
{
    private const string Again = "wrong passwords came for this user from this address, or too many passwords are being checked: nothing was looked at, ask again later";

    /// <summary>Whether the caller may come in without being asked: everybody may, or its credentials were found right before.</summary>
    public static bool TryRecall(HttpCall call, ApiAccess access, out string? caller)
    {
        caller = null;
        if (access.IsOpen)
            return true;
        var header = call.Request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } text && access.TryRecall(text, ref call.LastCaller, out caller);
    }

    /// <summary>Whether the caller may come in.</summary>
    /// <param name="call">Gets the challenge where the caller may not.</param>
    /// <param name="access">Who may.</param>
    public ValueTask<Admittance> AdmitAsync(HttpCall call, ApiAccess access)
    {
        if (TryRecall(call, access, out var caller))
            return ValueTask.FromResult(new Admittance(caller, Refusal: null));
        var header = call.Request.Headers.Authorization;
        return header.Count > 1
            ? ValueTask.FromResult<Admittance>(new InferenceError(ErrorCode.MalformedRequest, "the request has several Authorization headers: which of them counts is anybody's guess"))
            : CheckPasswordAsync(call, access.Realm, access.Users!, header.Count == 0 ? null : header.ToString());
    }

    private async ValueTask<Admittance> CheckPasswordAsync(HttpCall call, string realm, UserList users, string? header)
    {
        if (header is not null && BasicCredentials.TryRead(header, out var credentials) && users.Recalled.TryDigest(header, out var digest))
        {
            using (credentials)
            {
                var verdict = await passwords.CheckAsync(users, digest, credentials.Name, credentials.Password, call.From);
                if (verdict.Caller is not null)
                    return new Admittance(verdict.Caller, Refusal: null);
                if (verdict.Pause is { } pause)
                    return new InferenceError(ErrorCode.RateLimited, Again) { RetryAfter = pause };
            }
        }

        call.Response.Headers.WWWAuthenticate = $"Basic realm=\"{realm}\", charset=\"UTF-8\"";
        return new InferenceError(
            ErrorCode.Unauthenticated,
            header is null ? "this API wants to know who calls: send a user name and password (HTTP Basic)" : "the user name or the password is wrong, or the Authorization header is malformed");
    }
}
