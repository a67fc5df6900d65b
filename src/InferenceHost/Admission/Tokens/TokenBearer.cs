namespace InferenceHost.Admission.Tokens;

/// <summary>Whom a token that was found right belongs to.</summary>
/// <param name="Name">Under the rule of user names.</param>
/// <param name="Until">When it is good no longer, the skew of clocks included.</param>
internal sealed record TokenBearer(string Name, DateTimeOffset Until)
{
    /// <summary>The keys it was checked with: others may not have signed it.</summary>
    public SigningKeys? Keys { get; init; }
}
