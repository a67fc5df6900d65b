using System.Collections.Concurrent;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Tests;

/// <summary>What a model told of itself.</summary>
internal sealed class RecordedEvents : IModelEvents
{
    private readonly ConcurrentQueue<string> printed = new();
    private readonly ConcurrentQueue<(string? RequestId, string Details)> raised = new();

    public string[] Lines => [.. printed];

    public (string? RequestId, string Details)[] Errors => [.. raised];

    public void Printed(string line) => printed.Enqueue(line);

    public void Warned(string message) => throw new NotSupportedException();

    public void Raised(string? requestId, string details) => raised.Enqueue((requestId, details));

    public void WorkerEnded(string reason, string message) => throw new NotSupportedException();
}
