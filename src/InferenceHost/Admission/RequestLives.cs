using System.Collections.Concurrent;
using Inference.Contracts;

namespace InferenceHost.Admission;

/// <summary>The lives of requests in progress, and idle ones for those to come.</summary>
internal sealed class RequestLives
{
    private readonly ConcurrentQueue<RequestLife> idle = new();
    private readonly ConcurrentDictionary<RequestLife, bool> all = new();
    private volatile bool over;

    /// <param name="deadline">When it ends at the latest.</param>
    /// <param name="aborted">Cancelled when the caller leaves.</param>
    public RequestLife Begin(Deadline deadline, CancellationToken aborted)
    {
        if (!idle.TryDequeue(out var life))
        {
            life = new RequestLife(this);
            all.TryAdd(life, true);
        }

        life.Begin(deadline, aborted);
        if (over)
            life.End(ErrorCode.Draining);
        return life;
    }

    /// <summary>Ends all that are in progress, and all to come: the grace period is over.</summary>
    public void EndAll()
    {
        over = true;
        foreach (var life in all.Keys)
            life.End(ErrorCode.Draining);
    }

    internal void Return(RequestLife life) => idle.Enqueue(life);
}
