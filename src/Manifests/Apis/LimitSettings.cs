namespace Inference.Manifests;

public sealed record LimitSettings
{
    public static readonly Quantity DefaultMaxBodyBytes = Quantity.FromUnits(64L << 20);

    /// <summary>Null: no limit. Above zero.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Requests at once on top of the rate. Null: as many as a second's.</summary>
    public int? Burst { get; init; }

    /// <summary>Of the decoded body.</summary>
    public Quantity MaxBodyBytes { get; init; } = DefaultMaxBodyBytes;
}
