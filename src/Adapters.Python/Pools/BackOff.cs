namespace Inference.Adapters.Python.Pools;

/// <summary>How long to wait before the next worker is started, where one after the other dies before it has answered: twice as long each time. A new one where one has.</summary>
internal struct BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Deaths in a row.</summary>
    public int Count { get; private set; }

    /// <summary>Counts a death; the time to wait for.</summary>
    public TimeSpan Next()
    {
        var delay = First * Math.Pow(2, Math.Min(Count++, 10));
        return delay < Longest ? delay : Longest;
    }
}
