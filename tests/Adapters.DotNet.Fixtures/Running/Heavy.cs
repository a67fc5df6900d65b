using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Running;

/// <summary>Holds 16 MB, and does with its code what might keep that in memory: throws, serializes, subscribes within, uses generics and thread statics of its own.</summary>
public sealed class Heavy : IModelLoader
{
    [ThreadStatic]
    private static Own? last;

    private readonly byte[] weights = new byte[16 << 20];

    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        weights.AsSpan().Fill(1);
        var signature = new Signature([FixtureModel.Floats("x")], [new TensorSpec("y", DataType.Dict, Shape: null)]);
        return Task.FromResult<Outcome<IModel>>(new FixtureModel(signature, async (request, _) =>
        {
            last = new Own(weights[0]);
            await Task.Yield();
            if (request.Inputs[0].Tensor.Values<float>()[0] < 0)
                throw new OwnException("less than nothing");
            var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new Own(weights[0]));
            return InferenceResult.Of(new OwnList([new NamedTensor("y", Tensor.FromText(DataType.Dict, json))]));
        }));
    }

    private sealed record Own(int Weight);
}
