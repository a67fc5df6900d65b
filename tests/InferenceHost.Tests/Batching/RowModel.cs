using System.Collections.Concurrent;
using Inference.Contracts;

namespace Inference.InferenceHost.Tests.Batching;

/// <summary>
/// Answers every row of <c>x</c> with itself and one more, and every text of <c>s</c> with itself. A row that begins with <see cref="Poison"/> fails the whole run.
/// </summary>
internal sealed class RowModel : IModel
{
    public const float Poison = -1;

    private readonly ConcurrentQueue<int> runs = new();

    public Signature Signature { get; } = new(
        [new TensorSpec("x", DataType.Fp32, new Shape(-1, 2)), new TensorSpec("s", DataType.Bytes, new Shape(-1)) { IsOptional = true }],
        [new TensorSpec("y", DataType.Fp32, new Shape(-1, 2))],
        batchAxis: 0);

    /// <summary>Rows of every run so far, in their order.</summary>
    public IReadOnlyList<int> Runs => [.. runs];

    /// <summary>What a run waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Does not hear that nobody waits any more.</summary>
    public bool IsStubborn { get; set; }

    /// <summary>Gives one row, whatever went in.</summary>
    public bool ForgetsRows { get; set; }

    public async ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken)
    {
        var x = request.Inputs[0].Tensor;
        runs.Enqueue((int)x.Shape[0]);
        await Gate.WaitAsync(IsStubborn ? CancellationToken.None : cancellationToken);
        var y = x.Values<float>().ToArray();
        for (var i = 0; i < y.Length; i += 2)
        {
            if (y[i] == Poison)
                return InferenceResult.Failed(ErrorCode.ModelFailed, $"row {i / 2} is poison");
        }

        for (var i = 0; i < y.Length; i++)
            y[i]++;
        var outputs = new List<NamedTensor> { new("y", ForgetsRows ? Tensor.FromValues<float>(DataType.Fp32, new Shape(1, y.Length), y) : Tensor.FromValues<float>(DataType.Fp32, x.Shape, y)) };
        foreach (var (name, tensor) in request.Inputs.Skip(1))
            outputs.Add(new NamedTensor(name, tensor.Share()));
        return InferenceResult.Of(outputs);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
