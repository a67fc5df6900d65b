using System.Collections.Concurrent;
using Inference.Contracts;

namespace Inference.Adapters.Python.Tests;

/// <summary>Keeps what an adapter tells.</summary>
internal sealed class Recorder : IModelEvents
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ConcurrentQueue<(string? Request, string Details)> Raises { get; } = [];

    public ConcurrentQueue<(string Reason, string Message)> Ends { get; } = [];

    public ConcurrentQueue<string> Warnings { get; } = [];

    public void Printed(string line)
    {
        Lines.Enqueue(line);

        // a function that prints without end is not kept whole
        if (Lines.Count > 10_000)
            Lines.TryDequeue(out _);
    }

    public void Warned(string message) => Warnings.Enqueue(message);

    public void Raised(string? requestId, string details) => Raises.Enqueue((requestId, details));

    public void WorkerEnded(string reason, string message) => Ends.Enqueue((reason, message));
}
