using BenchmarkDotNet.Attributes;
using InferenceHost.Batching;

namespace Inference.Micro.Batches;

/// <summary>The queue of those who wait for a run.</summary>
public class Slots
{
    private readonly RunSlots slots = new(1, handsOver: true);

    /// <summary>A free slot.</summary>
    [Benchmark]
    public bool EnterFree()
    {
        var entered = slots.TryEnter();
        slots.Leave();
        return entered;
    }

    /// <summary>Eight stand in line and are let in one after the other.</summary>
    [Benchmark]
    public Task WaitInLine()
    {
        slots.TryEnter();
        var last = Task.CompletedTask;
        for (var i = 0; i < 8; i++)
            last = StayAsync();
        slots.Leave();
        return last;
    }

    private async Task StayAsync()
    {
        await slots.EnterAsync(CancellationToken.None);
        slots.Leave();
    }
}
