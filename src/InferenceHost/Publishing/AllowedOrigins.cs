using System.Collections.Frozen;

namespace InferenceHost.Publishing;

/// <summary>The web pages that may call an API, by their origins as browsers send them. Immutable.</summary>
internal sealed class AllowedOrigins
{
    private readonly FrozenSet<string> origins;

    /// <param name="origins">Origins, or <c>*</c> alone.</param>
    public AllowedOrigins(IEnumerable<string> origins)
    {
        this.origins = origins.ToFrozenSet(StringComparer.Ordinal);
        IsAny = this.origins.Contains("*");
    }

    public bool IsAny { get; }

    /// <summary>Compared exactly: a browser spells an origin in one way only.</summary>
    public bool Has(string origin) => IsAny || origins.Contains(origin);
}
