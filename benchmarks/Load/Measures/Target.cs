using System.Net.Sockets;
using Inference.Load.Http;

namespace Inference.Load.Measures;

/// <summary>One connection to one server, with what was measured over it. One thread.</summary>
internal sealed class Target(HttpRequestBytes request, AnswerCheck check, FaultLog faults) : IDisposable
{
    private readonly HttpConnection connection = new(request);

    public LatencyHistogram Latencies { get; private set; } = new();

    /// <summary>Sends one request and takes its time, from before it is sent until all of its answer is read; a failed one has none.</summary>
    /// <returns>Whether the answer was right.</returns>
    public bool Measure()
    {
        try
        {
            var begin = TimeProvider.System.GetTimestamp();
            var answer = connection.Send();
            var taken = TimeProvider.System.GetElapsedTime(begin);
            if (check.Fault(answer) is { } fault)
                return Fail(fault);
            Latencies.Add(taken);
            return true;
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return Fail(failure.Message);
        }
    }

    public void Forget() => Latencies = new LatencyHistogram();

    public void Dispose() => connection.Dispose();

    private bool Fail(string fault)
    {
        faults.Add(fault);
        return false;
    }
}
