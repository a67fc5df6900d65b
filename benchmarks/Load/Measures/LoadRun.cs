using Inference.Load.Http;

namespace Inference.Load.Measures;

/// <summary>The state of one closed-loop run, shared by its threads.</summary>
internal sealed class LoadRun((Uri Url, HttpRequestBytes Request, AnswerCheck Check)[] requests, RunLimit limit)
{
    private readonly Lock gate = new();
    private readonly LatencyHistogram total = new();

    public FaultLog Faults { get; } = new();

    /// <summary>Sends over one connection until the limit is reached.</summary>
    public void Drive(int connection)
    {
        var (_, request, check) = requests[connection % requests.Length];
        using var target = new Target(request, check, Faults);
        while (limit.TryTake())
            target.Measure();
        lock (gate)
            total.Add(target.Latencies);
    }

    public void Print(TextWriter writer, TimeSpan taken)
    {
        writer.WriteLine(
            $"requests {total.Count + Faults.Count}  failures {Faults.Count}  rps {total.Count / taken.TotalSeconds:F0}"
            + $"  median us {total.Microseconds(0.5):F0}  p99 us {total.Microseconds(0.99):F0}  max us {total.Max.TotalMicroseconds:F0}");
        Faults.Print(writer);
    }
}
