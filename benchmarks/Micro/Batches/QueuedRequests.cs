using BenchmarkDotNet.Attributes;
using Inference.Contracts;
using InferenceHost.Batching;

namespace Inference.Micro.Batches;

/// <summary>Requests through the whole queue, to a model that does nothing. They wait for the run before them.</summary>
public class QueuedRequests
{
    private readonly RunSlots slots = new(1);
    private readonly Task[] answers = new Task[8];
    private BatchQueue queue = null!;
    private InferenceRequest request = null!;

    [GlobalSetup]
    public void Prepare()
    {
        queue = new BatchQueue(new RowsModel(), slots, new RunPace(), new BatchLimits(8, TimeSpan.Zero), new UnheardEvents(), TimeProvider.System);
        request = new InferenceRequest { Id = "r", Inputs = [new NamedTensor("image", Tensor.FromValues<float>(DataType.Fp32, new Shape(1, 64), new float[64]))] };
    }

    /// <summary>Eight come while a run is in progress, and are one run when it ends.</summary>
    [Benchmark]
    public Task RunEight()
    {
        slots.TryEnter();
        for (var i = 0; i < answers.Length; i++)
            answers[i] = AskAsync();
        slots.Leave();
        return Task.WhenAll(answers);
    }

    private async Task AskAsync()
    {
        var run = await queue.Add(request, BatchKind.Of(request, out var rows)!, rows, CancellationToken.None).Task;
        run.Result.Dispose();
    }
}
