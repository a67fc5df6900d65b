namespace Inference.Adapters.Python.Pools;

/// <summary>How long to wait before the next worker is started, where one after the other dies: none at first, then twice as long each time.</summary>
internal struct BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Deaths in a row.</summary>
    public int Count { get; private set; }

    public void Reset() => Count = 0;

    /// <summary>Counts a death; the time to wait for.</summary>
    public TimeSpan Next()
    {
        var delay = First * Math.Pow(2, Math.Min(Count++, 10));
        return delay < Longest ? delay : Longest;
    }
}
