namespace Inference.Boxes;

/// <summary>What is to be listed.</summary>
/// <param name="Prefix">The part of the box.</param>
public sealed record BoxListing(BoxPrefix Prefix)
{
    public const int LongestPage = 1000;

    /// <summary>All files below, with no groups; otherwise the files and groups of this part alone.</summary>
    public bool Recursive { get; init; }

    /// <summary>At most so many files and groups together, 1 to 1000.</summary>
    public int PageSize { get; init; } = LongestPage;

    /// <summary>From the page before; null for the first.</summary>
    public string? Continuation { get; init; }
}
