using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Loading;

/// <summary>A model whose signature is what <c>SIGNATURE</c> says.</summary>
public sealed class Signatures : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        TensorSpec[] none = [];
        var x = FixtureModel.Floats("x");
        return FixtureModel.Loaded(
            source.Environment["SIGNATURE"] switch
            {
                "null" => null!,
                "null-inputs" => new Signature(null!, none),
                "null-spec" => new Signature([x, null!], none),
                "nameless" => new Signature([new TensorSpec("", DataType.Fp32, Shape: null)], none),
                "twice" => new Signature(none, [x, x]),
                "no-type" => new Signature([new TensorSpec("x", (DataType)99, Shape: null)], none),
                "bad-shape" => new Signature([new TensorSpec("x", DataType.Fp32, new Shape(2, -3))], none),
                "bad-axis" => new Signature(none, none, batchAxis: -1),
                _ => new Signature([x with { IsOptional = true, OtherTypes = [DataType.Fp64], Description = "a number" }], [x], batchAxis: 0) { HasOpenInputs = true, HasOpenOutputs = true },
            },
            (_, _) => InferenceResult.Of([]));
    }
}
