using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;

namespace InferenceHost.Admission.Tokens;

/// <summary>Who comes in by bearer tokens (RFC 6750). A token that was found right is recalled until it expires or its issuer's keys change.</summary>
internal sealed class TokenGate(TokenRule rule, Issuer issuer, TimeProvider clock)
{
    private const string Scheme = "Bearer ";
    private readonly RecalledCredentials<TokenBearer> recalled = new();

    public bool Has(string name) => rule.Has(name);

    /// <summary>The bearer of a token that was found right before, and still is.</summary>
    public bool TryRecall(string header, ref Recollection last, [NotNullWhen(true)] out string? caller)
    {
        caller = null;
        if (!recalled.TryRecall(header, ref last, out var bearer))
            return false;
        if (!IsGood(bearer))
        {
            // a connection may remember what was found wrong, or found right again, since
            last = default;
            if (!recalled.TryRecall(header, ref last, out bearer) || !IsGood(bearer))
                return false;
        }

        caller = bearer.Name;
        return true;
    }

    /// <param name="header">The Authorization header.</param>
    /// <returns>The caller; or why it does not come in, of code Unauthenticated, Forbidden or IssuerUnreachable.</returns>
    public async ValueTask<Outcome<TokenBearer>> CheckAsync(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return new InferenceError(ErrorCode.Unauthenticated, "the Authorization header is of another scheme than Bearer");
        if (!SignedToken.TryParse(header.AsSpan(Scheme.Length).Trim(' '), out var token, out var fault))
            return new InferenceError(ErrorCode.Unauthenticated, fault);
        if (issuer.Keys is null)
            await issuer.FetchAsync();
        var keys = issuer.Keys;
        if (keys?.Find(token.Algorithm, token.KeyId) is null)
        {
            // the issuer may have a new one
            await issuer.FetchAsync();
            keys = issuer.Keys;
        }

        if (keys is null)
            return Unreachable();
        if (keys.Find(token.Algorithm, token.KeyId) is not { } key)
            return issuer.Problem is null ? new InferenceError(ErrorCode.Unauthenticated, "the token is signed with no key that its issuer has") : Unreachable();
        if (!key.Verify(token.Algorithm, token.Signed, token.Signature))
            return new InferenceError(ErrorCode.Unauthenticated, "the signature of the token is wrong");
        if (!TokenClaims.Check(token.Payload, rule, clock.GetUtcNow()).TryGet(out var bearer, out var error))
            return error;
        bearer = bearer with { Keys = keys };
        Remember(header, bearer);
        return bearer;
    }

    private bool IsGood(TokenBearer bearer) => clock.GetUtcNow() < bearer.Until && ReferenceEquals(bearer.Keys, issuer.Keys);

    private void Remember(string header, TokenBearer bearer)
    {
        if (!recalled.TryDigest(header, out var digest))
            return;

        // one from before the keys changed may still be there
        recalled.Forget(digest);
        recalled.Remember(digest, bearer);
    }

    // what the issuer said is for those who run the host, in the log
    private static InferenceError Unreachable() =>
        new(ErrorCode.IssuerUnreachable, "the keys of the issuer of tokens cannot be had, so that no token can be checked") { RetryAfter = Issuer.SoonAgain };
}
