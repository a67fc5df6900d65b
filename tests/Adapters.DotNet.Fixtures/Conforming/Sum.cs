using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Conforming;

public sealed class Sum : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken) => FixtureModel.Loaded(
        new Signature([FixtureModel.Floats("a"), FixtureModel.Floats("b")], [FixtureModel.Floats("sum"), FixtureModel.Floats("difference")], batchAxis: 0),
        (request, _) => Run(Find(request, "a").Values<float>(), Find(request, "b").Values<float>()));

    private static Tensor Find(InferenceRequest request, string name) => request.Inputs.First(input => input.Name == name).Tensor;

    private static InferenceResult Run(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = new float[a.Length];
        var difference = new float[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            sum[i] = a[i] + b[i];
            difference[i] = a[i] - b[i];
        }

        return InferenceResult.Of([Output("difference", difference), Output("sum", sum)]);
    }

    private static NamedTensor Output(string name, float[] values) => new(name, Tensor.FromValues<float>(DataType.Fp32, new Shape(values.Length), values));
}
