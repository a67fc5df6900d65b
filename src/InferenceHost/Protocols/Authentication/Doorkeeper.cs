using Inference.Contracts;
using InferenceHost.Admission.Passwords;
using InferenceHost.Admission.Rates;
using InferenceHost.Admission.Tokens;
using InferenceHost.Publishing;
using Microsoft.Net.Http.Headers;

namespace InferenceHost.Protocols.Authentication;

/// <summary>Asks callers who they are, and counts how often they come, before anything of their body is read.</summary>
internal sealed class Doorkeeper(PasswordDesk passwords)
{
    private const string Again = "wrong passwords came for this user from this address, or too many passwords are being checked: nothing was looked at, ask again later";

    /// <summary>Whether it is known without asking who calls: everybody may, or the credentials were found right before.</summary>
    /// <param name="call">Of the caller.</param>
    /// <param name="access">Who may come in.</param>
    /// <param name="admittance">The answer; the caller may still come too often.</param>
    public static bool TryAdmit(HttpCall call, ApiAccess access, out Admittance admittance)
    {
        admittance = default;
        if (!TryRecall(call, access, out var caller))
            return false;
        admittance = Pace(call, access, caller);
        return true;
    }

    /// <summary>Whether the caller may come in now.</summary>
    /// <param name="call">Gets the challenge where the caller may not.</param>
    /// <param name="access">Who may, and how often.</param>
    public async ValueTask<Admittance> AdmitAsync(HttpCall call, ApiAccess access)
    {
        var known = await IdentifyAsync(call, access);
        return known.Refusal is null ? Pace(call, access, known.Caller) : known;
    }

    /// <summary>Whether the caller may come in at all; it is not counted as a visit.</summary>
    /// <param name="call">Gets the challenge where the caller may not.</param>
    /// <param name="access">Who may.</param>
    public ValueTask<Admittance> IdentifyAsync(HttpCall call, ApiAccess access)
    {
        if (TryRecall(call, access, out var caller))
            return ValueTask.FromResult(new Admittance(caller, Refusal: null));
        var header = call.Request.Headers.Authorization;
        if (header.Count > 1)
            return ValueTask.FromResult<Admittance>(new InferenceError(ErrorCode.MalformedRequest, "the request has several Authorization headers: which of them counts is anybody's guess"));
        var text = header.Count == 0 ? null : header.ToString();
        return access.Users is not null ? CheckPasswordAsync(call, access.Realm, access.Users, text) : CheckTokenAsync(call, access.Realm, access.Tokens!, text);
    }

    /// <summary>Counts a visit of a caller who may come in.</summary>
    public static Admittance Pace(HttpCall call, ApiAccess access, string? caller)
    {
        if (access.Rate is not { } rate || rate.TryTake(new CallerKey(caller, call.From), out var wait))
            return new Admittance(caller, Refusal: null);
        call.Tell("RateLimit-Policy", rate.Policy);
        call.Tell("RateLimit", RateLimiter.Nothing(wait));
        return new InferenceError(ErrorCode.RateLimited, "more requests than this API takes of a caller: ask again later") { RetryAfter = wait };
    }

    private static bool TryRecall(HttpCall call, ApiAccess access, out string? caller)
    {
        caller = null;
        if (access.IsOpen)
            return true;
        var header = call.Request.Headers.Authorization;
        return header.Count == 1 && header[0] is { } text && access.TryRecall(text, ref call.LastCaller, out caller);
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

        call.Tell(HeaderNames.WWWAuthenticate, $"Basic realm=\"{realm}\", charset=\"UTF-8\"");
        return new InferenceError(
            ErrorCode.Unauthenticated,
            header is null ? "this API wants to know who calls: send a user name and password (HTTP Basic)" : "the user name or the password is wrong, or the Authorization header is malformed");
    }

    // the challenges of RFC 6750, 3: no error is named to who sent no token
    private static async ValueTask<Admittance> CheckTokenAsync(HttpCall call, string realm, TokenGate tokens, string? header)
    {
        if (header is null)
        {
            call.Tell(HeaderNames.WWWAuthenticate, $"Bearer realm=\"{realm}\"");
            return new InferenceError(ErrorCode.Unauthenticated, "this API wants to know who calls: send a token of its issuer (Authorization: Bearer)");
        }

        if ((await tokens.CheckAsync(header)).TryGet(out var bearer, out var error))
            return new Admittance(bearer.Name, Refusal: null);
        if (error.Code == ErrorCode.Unauthenticated)
            call.Tell(HeaderNames.WWWAuthenticate, $"Bearer realm=\"{realm}\", error=\"invalid_token\", error_description=\"{error.Message}\"");
        return error;
    }
}
