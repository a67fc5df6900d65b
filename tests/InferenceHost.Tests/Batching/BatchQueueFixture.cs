using System.Collections.Concurrent;
using Inference.Contracts;
using Inference.Testing;
using InferenceHost.Batching;

namespace Inference.InferenceHost.Tests.Batching;

/// <summary>A queue before a <see cref="RowModel"/>, and what it told.</summary>
internal sealed class BatchQueueFixture : IBatchEvents
{
    private readonly ConcurrentQueue<(BatchRelease Release, int Rows)> released = new();
    private readonly ConcurrentQueue<int> ran = new();
    private int unsplittable;

    public BatchQueueFixture(int maxRows, TimeSpan maxDelay = default, int slots = 1)
    {
        Slots = new RunSlots(slots);
        Queue = new BatchQueue(Model, Slots, new RunPace(), new BatchLimits(maxRows, maxDelay), this, Clock);
    }

    public RowModel Model { get; } = new();

    public ManualClock Clock { get; } = new();

    public RunSlots Slots { get; }

    public BatchQueue Queue { get; }

    public IReadOnlyList<(BatchRelease Release, int Rows)> Runs => [.. released];

    /// <summary>Rows of the runs that gave a result.</summary>
    public IReadOnlyList<int> Ran => [.. ran];

    public int UnsplittableTold => Volatile.Read(ref unsplittable);

    public static InferenceRequest Request(float value, int rows = 1, string? text = null, params Parameter[] parameters)
    {
        var inputs = new List<NamedTensor> { new("x", Tensor.FromValues<float>(DataType.Fp32, new Shape(rows, 2), [.. Enumerable.Repeat(value, rows * 2)])) };
        if (text is not null)
            inputs.Add(new NamedTensor("s", Tensor.FromStrings(new Shape(rows), [.. Enumerable.Range(0, rows).Select(row => $"{text}{row}")])));
        return new InferenceRequest { Id = $"{value}", Inputs = inputs, Parameters = parameters };
    }

    public BatchEntry Add(InferenceRequest request) => Queue.Add(request, BatchKind.Of(request, out var rows)!, rows, CancellationToken.None);

    public BatchEntry Add(float value, int rows = 1) => Add(Request(value, rows));

    /// <summary>Takes the only slot, so that what comes waits.</summary>
    public void Occupy() => Slots.TryEnter().ShouldBeTrue();

    void IBatchEvents.Released(BatchRelease release, int rows) => released.Enqueue((release, rows));

    void IBatchEvents.Ran(int rows, long ticks) => ran.Enqueue(rows);

    void IBatchEvents.Unsplittable() => Interlocked.Increment(ref unsplittable);
}
