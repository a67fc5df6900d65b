using System.Text.Json;
using Inference.Contracts;
using Inference.Manifests;

namespace InferenceHost.Admission.Tokens;

/// <summary>What a token says whose signature is right (RFC 7519, 4.1), held against an API's rule.</summary>
internal static class TokenClaims
{
    // clocks of different machines
    private const double Skew = 60;

    // the year 9999
    private const double LatestTime = 253_402_300_799;

    /// <summary>Who bears it and until when; or why it opens nothing here.</summary>
    public static Outcome<TokenBearer> Check(byte[] payload, TokenRule rule, DateTimeOffset now)
    {
        if (!StrictJson.TryReadObject(payload, out var document))
            return Invalid("the claims of the token are no JSON object, or have a member twice");
        using (document)
        {
            var claims = document.RootElement;
            var time = now.ToUnixTimeMilliseconds() / 1000.0;
            if (!StrictJson.TryReadText(claims, "iss", out var issuer) || issuer != rule.Issuer)
                return Invalid("the token is of another issuer");
            if (!IsFor(claims, rule.Audience))
                return Invalid("the token is for another audience");
            if (!TryReadTime(claims, "exp", out var expires) || expires is null)
                return Invalid("the token does not say until when it is good");
            if (time >= expires + Skew)
                return Invalid("the token has expired");
            if (!TryReadTime(claims, "nbf", out var begins) || time < begins - Skew)
                return Invalid("the token is not good yet");
            if (!TryReadTime(claims, "iat", out var issued) || time < issued - Skew || expires <= issued)
                return Invalid("the token was issued at no time that can be");
            return Name(claims, rule, DateTimeOffset.FromUnixTimeMilliseconds((long)(Math.Min(expires.Value + Skew, LatestTime) * 1000)));
        }
    }

    private static Outcome<TokenBearer> Name(JsonElement claims, TokenRule rule, DateTimeOffset until)
    {
        if (!StrictJson.TryReadText(claims, rule.UsernameClaim, out var name) || name is null)
            return new InferenceError(ErrorCode.Forbidden, $"the token has no claim '{rule.UsernameClaim}' with a text, which is to name the caller");
        if (!UserName.IsValid(name))
            return new InferenceError(ErrorCode.Forbidden, $"the claim '{rule.UsernameClaim}' of the token is no user name: expected up to {UserName.Longest} letters, digits, '.', '_', '@' and '-', with no dot at the beginning");
        return rule.Has(name) ? new TokenBearer(name, until) : new InferenceError(ErrorCode.Forbidden, $"user {name} may not call this API");
    }

    private static bool IsFor(JsonElement claims, string audience)
    {
        if (!claims.TryGetProperty("aud", out var said))
            return false;
        return said.ValueKind switch
        {
            JsonValueKind.String => said.ValueEquals(audience),
            JsonValueKind.Array => said.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) && said.EnumerateArray().Any(one => one.ValueEquals(audience)),
            _ => false,
        };
    }

    /// <summary>Null where the claim is missing; false where it is no time.</summary>
    private static bool TryReadTime(JsonElement claims, string name, out double? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out var said))
            return true;
        if (said.ValueKind != JsonValueKind.Number || !said.TryGetDouble(out var seconds) || seconds is not (>= 0 and <= LatestTime))
            return false;
        time = seconds;
        return true;
    }

    private static InferenceError Invalid(string fault) => new(ErrorCode.Unauthenticated, fault);
}
