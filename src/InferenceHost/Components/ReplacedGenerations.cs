using System.Collections.Immutable;

namespace InferenceHost.Components;

/// <summary>The generations of a component that take no more requests, until the last of theirs is answered. One caller at a time replaces; anybody looks.</summary>
/// <param name="onBug">Told of a model that cannot be given back.</param>
internal sealed class ReplacedGenerations(Action<Exception> onBug)
{
    private readonly List<Task> retiring = [];
    private ImmutableList<Generation> inUse = [];

    /// <summary>Requests that hold a place in them, waiting or running.</summary>
    public int InFlight => Volatile.Read(ref inUse).Sum(static old => old.InFlight);

    /// <summary>Those of them that wait.</summary>
    public int QueueLength => Volatile.Read(ref inUse).Sum(static old => old.QueueLength);

    /// <summary>Lets go of it; what is in hand goes on.</summary>
    public void Add(Generation old)
    {
        retiring.RemoveAll(static task => task.IsCompletedSuccessfully);
        retiring.Add(RetireAsync(old));
    }

    /// <summary>Completes when all are given back.</summary>
    public Task WhenGoneAsync() => Task.WhenAll(retiring);

    private async Task RetireAsync(Generation old)
    {
        ImmutableInterlocked.Update(ref inUse, static (all, one) => all.Add(one), old);
        try
        {
            await old.RetireAsync();
        }
        catch (Exception e)
        {
            onBug(e);
        }
        finally
        {
            ImmutableInterlocked.Update(ref inUse, static (all, one) => all.Remove(one), old);
        }
    }
}
