using Inference.Contracts;
using InferenceHost.Batching;

namespace InferenceHost.Components;

/// <summary>
/// A model as it serves: what a reload replaces as a whole. Requests hold leases on it; once the component has let go of it and the last lease is back,
/// the model is disposed of and its files are removed.
/// </summary>
internal sealed class Generation
{
    private readonly TaskCompletionSource unused = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly UseCount leases = new();
    private readonly int places;
    private int taken;

    public Generation(ComponentSpec spec, IModel model, PrivateCopy copy, IBatchEvents events, TimeProvider clock)
    {
        Spec = spec;
        Model = model;
        Copy = copy;
        Slots = new RunSlots(spec.Concurrency, model.RunsElsewhere);
        Batches = spec.Batching is { } limits ? new BatchQueue(model, Slots, Pace, limits, events, clock) : null;
        places = spec.Concurrency + spec.QueueLength;
    }

    public ComponentSpec Spec { get; }

    public IModel Model { get; }

    /// <summary>A request as the manifest shows it, where the model takes it.</summary>
    public string? Example { get; init; }

    public Signature Signature => Model.Signature;

    public RunSlots Slots { get; }

    public RunPace Pace { get; } = new();

    /// <summary>Joins those who wait; null where each is run by itself.</summary>
    public BatchQueue? Batches { get; }

    /// <summary>Of the files it was loaded from; null where there are none.</summary>
    public string? Digest => Copy.Digest;

    /// <summary>The files it was loaded from.</summary>
    public PrivateCopy Copy { get; }

    /// <summary>Requests that hold a place, waiting or running.</summary>
    public int InFlight => Volatile.Read(ref taken);

    /// <summary>Those of them that wait.</summary>
    public int QueueLength => Slots.Waiting.Count;

    /// <summary>Whether all places are taken at this moment.</summary>
    public bool IsFull => Volatile.Read(ref taken) >= places;

    /// <summary>Keeps the model alive until <see cref="Release"/>; false once it is on its way out.</summary>
    public bool TryLease() => leases.TryEnter();

    public void Release()
    {
        if (leases.Leave())
            unused.SetResult();
    }

    /// <summary>Takes one of the bounded places of those who run and those who wait; false where all are taken.</summary>
    public bool TryTakePlace()
    {
        if (Interlocked.Increment(ref taken) <= places)
            return true;
        Interlocked.Decrement(ref taken);
        return false;
    }

    public void LeavePlace() => Interlocked.Decrement(ref taken);

    /// <summary>Lets go of the component's own lease, waits for the requests' and gives everything back. Called once.</summary>
    public async Task RetireAsync()
    {
        Release();
        await unused.Task;
        await Model.GiveBackAsync();
        Copy.Release();
    }
}
