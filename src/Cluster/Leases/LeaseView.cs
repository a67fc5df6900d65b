namespace Inference.Cluster;

/// <summary>
/// What one replica has seen of a lease. Clocks of machines differ: how old a sign of life is counts from when it was seen here, never by the times in the
/// record. One user at a time.
/// </summary>
internal sealed class LeaseView(string identity, TimeProvider clock)
{
    private long seenAt;

    /// <summary>Null where there is no lease.</summary>
    public LeaseRecord? Record { get; private set; }

    /// <summary>For how long it is still another's; zero where it may be taken.</summary>
    public TimeSpan TakenFor
    {
        get
        {
            if (Record is null || Record.Holder.Length == 0 || Record.Holder == identity)
                return TimeSpan.Zero;
            var left = Record.Duration - clock.GetElapsedTime(seenAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    public void See(LeaseRecord? record)
    {
        if (record == Record)
            return;
        Record = record;
        seenAt = clock.GetTimestamp();
    }
}
