using Inference.Contracts;

namespace Inference.Micro.Batches;

/// <summary>Gives its input back: a row for every row.</summary>
internal sealed class RowsModel : IModel
{
    public Signature Signature { get; } = new(
        [new TensorSpec("image", DataType.Fp32, new Shape(-1, 64))], [new TensorSpec("image", DataType.Fp32, new Shape(-1, 64))], batchAxis: 0);

    public ValueTask<InferenceResult> InferAsync(InferenceRequest request, CancellationToken cancellationToken) =>
        new(InferenceResult.Of([new NamedTensor("image", request.Inputs[0].Tensor.Share())]));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
