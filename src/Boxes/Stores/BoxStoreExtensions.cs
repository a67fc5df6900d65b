namespace Inference.Boxes;

/// <summary>What every store can do by means of the others.</summary>
public static class BoxStoreExtensions
{
    /// <summary>Every file in a part of the box, all pages.</summary>
    public static async Task<BoxOutcome<IReadOnlyList<BoxEntry>>> ListAllAsync(this IBoxStore store, BoxPrefix prefix, CancellationToken cancellationToken)
    {
        var all = new List<BoxEntry>();
        var listing = new BoxListing(prefix) { Recursive = true };
        while (true)
        {
            var outcome = await store.ListAsync(listing, cancellationToken);
            if (!outcome.TryGet(out var page, out var error))
                return error;
            all.AddRange(page.Files);
            if (page.Continuation is null)
                return new BoxOutcome<IReadOnlyList<BoxEntry>>(all);
            listing = listing with { Continuation = page.Continuation };
        }
    }
}
