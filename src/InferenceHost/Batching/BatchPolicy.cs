namespace InferenceHost.Batching;

/// <summary>Which of those who wait are run together, and when: a function of what is given and of nothing else.</summary>
internal static class BatchPolicy
{
    /// <summary>
    /// Asked when a run could begin. Requests of one kind are joined in the order they came, without overtaking. The oldest request leads the batch, unless it may still wait for
    /// others and a younger one of another kind may not, or leads a full batch.
    /// </summary>
    /// <param name="waiting">Oldest first; at least one.</param>
    /// <param name="limits">The component's.</param>
    /// <param name="chosen">Filled with the places in <paramref name="waiting"/> of those to be run, ascending; empty where none are.</param>
    public static BatchDecision Decide(IReadOnlyList<WaitingRequest> waiting, BatchLimits limits, List<int> chosen)
    {
        var wait = TimeSpan.MaxValue;
        for (var leader = 0; leader < waiting.Count; leader++)
        {
            if (IsLed(waiting, leader))
                continue;
            var isFull = Gather(waiting, leader, limits.MaxRows, chosen);
            if (isFull || waiting[leader].Waited >= limits.MaxDelay)
                return new BatchDecision(isFull ? BatchRelease.Full : limits.MaxDelay > TimeSpan.Zero ? BatchRelease.Waited : BatchRelease.Free, TimeSpan.Zero);
            var left = limits.MaxDelay - waiting[leader].Waited;
            wait = left < wait ? left : wait;
        }

        chosen.Clear();
        return new BatchDecision(null, wait);
    }

    // an older one of its kind leads it
    private static bool IsLed(IReadOnlyList<WaitingRequest> waiting, int index)
    {
        for (var older = 0; older < index; older++)
        {
            if (waiting[older].Kind.Equals(waiting[index].Kind))
                return true;
        }

        return false;
    }

    private static bool Gather(IReadOnlyList<WaitingRequest> waiting, int leader, int maxRows, List<int> chosen)
    {
        chosen.Clear();
        var rows = 0;
        for (var i = leader; i < waiting.Count && rows < maxRows; i++)
        {
            if (i != leader && !waiting[i].Kind.Equals(waiting[leader].Kind))
                continue;
            if (rows + waiting[i].Rows > maxRows)
                return true;
            rows += waiting[i].Rows;
            chosen.Add(i);
        }

        return rows == maxRows;
    }
}
