using ManifestController.Planning;

namespace ManifestController.Judging;

/// <summary>One manifest, with all that was seen of the cluster in view: whether it can be used, and what it then comes to.</summary>
/// <param name="Verdict">Whether it can be used.</param>
/// <param name="Desired">What the cluster is to have for it; null where what is there is to stay as it is.</param>
internal sealed record JudgedManifest(Verdict Verdict, IReadOnlyList<DesiredObject>? Desired)
{
    /// <summary>Where it is called; null where it is not.</summary>
    public string? Url { get; init; }

    /// <summary>Of an API: whether it asks to be.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Of an API that cannot be used: whether an earlier version of it is served on.</summary>
    public bool IsKept { get; init; }
}
