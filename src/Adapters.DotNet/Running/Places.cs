using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;

namespace Inference.Adapters.DotNet.Running;

/// <summary>
/// How many runs the user's code is in at once. Runs whose caller has left hold their places; where such runs hold all of them past the component's own limit, the code is
/// stuck and <see cref="Fault"/> says so, until one of them ends.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class Places(int count)
{
    private readonly SemaphoreSlim free = new(count, count);
    private readonly Lock gate = new();
    private readonly List<Deadline> left = [];
    private int leftCount;

    public InferenceError? Fault
    {
        get
        {
            if (Volatile.Read(ref leftCount) < count)
                return null;
            lock (gate)
            {
                return left.Count < count || left.Exists(static limit => !limit.HasPassed)
                    ? null
                    : new InferenceError(
                        ErrorCode.ModelNotReady,
                        $"the model's code is stuck: all its runs at once ({count}) go on past the request timeout although they were cancelled; InferAsync must look at its cancellation token");
            }
        }
    }

    public bool TryTake() => free.Wait(0, CancellationToken.None);

    public Task TakeAsync(CancellationToken cancellationToken) => free.WaitAsync(cancellationToken);

    /// <summary>Waits until no run is in the code.</summary>
    public async Task TakeAllAsync()
    {
        for (var i = 0; i < count; i++)
            await free.WaitAsync(CancellationToken.None);
    }

    public void GiveBack() => free.Release();

    /// <summary>The caller of a run has left it.</summary>
    /// <param name="limit">When it is stuck.</param>
    public void Leave(Deadline limit)
    {
        lock (gate)
        {
            left.Add(limit);
            Volatile.Write(ref leftCount, left.Count);
        }
    }

    /// <summary>A run that was left has ended after all; its place is still to be given back.</summary>
    public void Return(Deadline limit)
    {
        lock (gate)
        {
            left.Remove(limit);
            Volatile.Write(ref leftCount, left.Count);
        }
    }
}
