using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Conforming;

public sealed class Slow : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) => FixtureModel.Loaded(
        new Signature([new TensorSpec("iterations", DataType.Int64, Shape.Scalar)], [new TensorSpec("y", DataType.Fp32, Shape.Scalar)]),
        (request, token) =>
        {
            for (var left = request.Inputs[0].Tensor.Values<long>()[0]; left > 0; left--)
            {
                Thread.SpinWait(100);
                token.ThrowIfCancellationRequested();
            }

            return InferenceResult.Of([new NamedTensor("y", Tensor.FromValues<float>(DataType.Fp32, Shape.Scalar, [64]))]);
        });
}
