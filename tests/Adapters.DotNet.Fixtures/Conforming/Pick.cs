using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Conforming;

public sealed class Pick : IModelLoader
{
    private static readonly float[] Table = [1, 2, 3];

    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) => FixtureModel.Loaded(
        new Signature([new TensorSpec("index", DataType.Int64, new Shape(-1))], [FixtureModel.Floats("y")]),
        (request, _) =>
        {
            float[] y = [.. request.Inputs[0].Tensor.Values<long>().ToArray().Select(index => Table[index])];
            return InferenceResult.Of([new NamedTensor("y", Tensor.FromValues<float>(DataType.Fp32, new Shape(y.Length), y))]);
        });
}
