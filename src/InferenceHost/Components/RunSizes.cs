namespace InferenceHost.Components;

/// <summary>
/// A model's runs by their number of rows. A size has a place of its own from its first run on, without a lock; how many rows a request has is its caller's to say, so there are only so many
/// places, and runs of sizes that find none are counted together.
/// </summary>
internal sealed class RunSizes
{
    private const int Places = 256;
    private const int MostLooks = 8;

    private readonly SizedRuns?[] places = new SizedRuns?[Places];
    private readonly SizedRuns others = new(0);

    /// <summary>Those that have a place, in no order.</summary>
    public IEnumerable<SizedRuns> Known => places.OfType<SizedRuns>();

    /// <summary>All runs, also of sizes without a place.</summary>
    public IEnumerable<SizedRuns> All => Known.Append(others);

    public SizedRuns Of(long rows)
    {
        for (var look = 0; look < MostLooks; look++)
        {
            ref var place = ref places[(rows + look) & (Places - 1)];
            var there = Volatile.Read(ref place) ?? Claim(ref place, rows);
            if (there.Rows == rows)
                return there;
        }

        return others;
    }

    private static SizedRuns Claim(ref SizedRuns? place, long rows)
    {
        var claim = new SizedRuns(rows);
        return Interlocked.CompareExchange(ref place, claim, null) ?? claim;
    }
}
