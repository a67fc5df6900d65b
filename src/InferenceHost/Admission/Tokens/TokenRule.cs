using InferenceHost.Components;

namespace InferenceHost.Admission.Tokens;

/// <summary>Which tokens open an API.</summary>
/// <param name="Issuer">Who must have signed them.</param>
/// <param name="Audience">Whom they must be for.</param>
/// <param name="UsernameClaim">The claim that names the caller.</param>
/// <param name="Users">The names that may come in; null for all that the issuer vouches for.</param>
internal sealed record TokenRule(string Issuer, string Audience, string UsernameClaim, EquatableList<string>? Users)
{
    public bool Has(string name) => Users is null || Users.Contains(name);
}
