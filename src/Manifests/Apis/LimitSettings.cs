using Inference.Manifests.Schemas;

namespace Inference.Manifests;

public sealed record LimitSettings
{
    public static readonly Quantity DefaultMaxBodyBytes = Quantity.FromUnits(64L << 20);
    public static readonly Quantity DefaultMaxUploadBytes = Quantity.FromUnits(256L << 20);

    /// <summary>Null: no limit. Above zero.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Requests at once on top of the rate. Null: as many as a second's.</summary>
    public int? Burst { get; init; }

    /// <summary>Of the decoded body.</summary>
    public Quantity MaxBodyBytes { get; init; } = DefaultMaxBodyBytes;

    /// <summary>Of the files together that come with one prediction (<c>multipart/form-data</c>).</summary>
    public Quantity MaxUploadBytes { get; init; } = DefaultMaxUploadBytes;

    internal static ObjectSchema<LimitSettings> Schema { get; } = new ObjectSchema<LimitSettings>("What callers may use up.")
        .Optional("requestsPerSecond", new NumberSchema(1_000_000), l => l.RequestsPerSecond, (l, v) => l with { RequestsPerSecond = v }, "The rate per caller.")
        .Optional("burst", new IntegerSchema(1, 1_000_000), l => l.Burst, (l, v) => l with { Burst = v }, "Requests at once on top of the rate.")
        .Optional("maxBodyBytes", Amounts.Bytes, l => l.MaxBodyBytes, (l, v) => l with { MaxBodyBytes = v }, "The largest decoded body.")
        .Optional("maxUploadBytes", Amounts.Bytes, l => l.MaxUploadBytes, (l, v) => l with { MaxUploadBytes = v }, "All files together that come with one prediction.");
}
