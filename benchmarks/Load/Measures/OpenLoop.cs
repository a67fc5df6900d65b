using System.Diagnostics;
using System.Net.Sockets;
using Inference.Load.Http;

namespace Inference.Load.Measures;

/// <summary>
/// A constant number of requests a second, whether they are answered or not, on one thread: what callers do who do not know of each other. A request that had to wait because the server, or this,
/// was behind has waited all the same: its latency counts from when it was to be sent.
/// </summary>
internal sealed class OpenLoop : IDisposable
{
    private const int Refusal = 429;

    // answers are looked for after as many requests at the latest
    private const int Burst = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly long LateTicks = Stopwatch.Frequency / 1000;

    private readonly Poll poll = new();
    private readonly PolledConnection[] connections;
    private readonly Stack<int> free;
    private readonly int[] readable = new int[256];
    private readonly LatencyHistogram accepted = new();
    private readonly LatencyHistogram refused = new();
    private long sent;
    private long late;
    private long failed;
    private long inTime;
    private long end;

    /// <summary>Connects.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="size">Connections: the most requests that can be out at once. Few are used where the server is quick, since the last that was used is the next.</param>
    public OpenLoop(HttpRequestBytes request, int size)
    {
        connections = new PolledConnection[size];
        free = new Stack<int>(size);
        for (var i = 0; i < size; i++)
        {
            connections[i] = new PolledConnection(request, poll, i);
            connections[i].Open();
            free.Push(i);
        }
    }

    /// <summary>Sends for so long, then waits for the answers that are out.</summary>
    public OpenLoopReport Run(double rate, TimeSpan time)
    {
        var total = (long)(rate * time.TotalSeconds);
        var interval = Stopwatch.Frequency / rate;
        var begin = Stopwatch.GetTimestamp();
        end = begin + (long)(time.TotalSeconds * Stopwatch.Frequency);
        long next = 0;
        for (var now = begin; now < end && next < total; now = Stopwatch.GetTimestamp())
        {
            var due = begin + (long)(next * interval);
            for (var burst = 0; burst < Burst && next < total && due <= now && free.TryPop(out var number); burst++)
            {
                Send(connections[number], number, due, now);
                due = begin + (long)(++next * interval);
            }

            // without a free connection only an answer, or the end, brings anything
            var until = next < total && free.Count > 0 ? due : end;
            Receive(Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Math.Max(until, now)));
        }

        var last = Stopwatch.GetTimestamp();
        while (free.Count < connections.Length && Stopwatch.GetElapsedTime(last) < Patience)
            Receive(TimeSpan.FromMilliseconds(10));
        return Report(rate, time, total - next);
    }

    public void Dispose()
    {
        foreach (var connection in connections)
            connection.Dispose();
        poll.Dispose();
    }

    private void Send(PolledConnection connection, int number, long due, long now)
    {
        sent++;
        if (now - due > LateTicks)
            late++;
        connection.Due = due;
        if (!TryOpen(connection) || !connection.TrySend())
            Fail(connection, number);
    }

    private void Receive(TimeSpan patience)
    {
        var count = poll.Wait(patience, readable);
        for (var i = 0; i < count; i++)
        {
            var number = readable[i];
            var connection = connections[number];
            if (connection.IsOpen)
                Receive(connection, number);
        }
    }

    private void Receive(PolledConnection connection, int number)
    {
        var status = connection.Receive();
        if (connection.Due == 0)
        {
            // between two requests: the server has closed it
            connection.Dispose();
            return;
        }

        if (status == 0)
            return;
        var now = Stopwatch.GetTimestamp();
        var taken = Stopwatch.GetElapsedTime(connection.Due, now);
        if (status is >= 200 and < 300)
        {
            accepted.Add(taken);
            inTime += now <= end ? 1 : 0;
        }
        else if (status == Refusal)
        {
            refused.Add(taken);
        }
        else
        {
            Fail(connection, number);
            return;
        }

        Free(connection, number);
    }

    private void Fail(PolledConnection connection, int number)
    {
        failed++;
        connection.Dispose();
        Free(connection, number);
    }

    private void Free(PolledConnection connection, int number)
    {
        connection.Due = 0;
        free.Push(number);
    }

    private static bool TryOpen(PolledConnection connection)
    {
        try
        {
            connection.Open();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private OpenLoopReport Report(double rate, TimeSpan time, long unsent) => new(
        rate, sent, unsent, late, accepted.Count, refused.Count, failed + connections.Length - free.Count, inTime / time.TotalSeconds,
        accepted.Microseconds(0.5) / 1000, accepted.Microseconds(0.99) / 1000, accepted.Max.TotalMilliseconds, refused.Microseconds(0.99) / 1000);
}
