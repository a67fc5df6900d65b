using System.Collections.Concurrent;

namespace Inference.Load.Measures;

/// <summary>Failed requests counted by what was wrong. Any number of threads.</summary>
internal sealed class FaultLog
{
    private const int MostKinds = 20;

    private readonly ConcurrentDictionary<string, int> kinds = new();
    private long count;

    public long Count => Interlocked.Read(ref count);

    public void Add(string fault)
    {
        Interlocked.Increment(ref count);

        // texts that hold a number of their own each would fill the memory
        kinds.AddOrUpdate(kinds.Count < MostKinds || kinds.ContainsKey(fault) ? fault : "others", 1, static (_, times) => times + 1);
    }

    public void Print(TextWriter writer)
    {
        foreach (var (fault, times) in kinds.OrderByDescending(kind => kind.Value))
            writer.WriteLine($"  {times} x {fault}");
    }
}
