using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Running;

/// <summary>FP32 input <c>x</c> [n]; outputs <c>y</c> and <c>z</c> FP32 [2], unless the parameter <c>give</c> asks for what breaks this.</summary>
public sealed class Outputs : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        TensorSpec[] outputs = [new("y", DataType.Fp32, new Shape(2)), new("z", DataType.Fp32, new Shape(2))];
        var signature = new Signature([FixtureModel.Floats("x") with { IsOptional = true }], outputs) { HasOpenOutputs = source.Environment.ContainsKey("OPEN") };
        return FixtureModel.Loaded(signature, (request, token) => Give((string?)request.Parameters[0].Value, request, token));
    }

    private static InferenceResult Give(string? what, InferenceRequest request, CancellationToken token) => what switch
    {
        "null-result" => null!,
        "missing" => InferenceResult.Of([Named("y", 2)]),
        "nothing" => InferenceResult.Of([]),
        "null-list" => InferenceResult.Of(null!),
        "twice" => InferenceResult.Of([Named("y", 2), Named("z", 2), Named("y", 2)]),
        "nameless" => InferenceResult.Of([Named("y", 2), Named("z", 2), Named("", 2)]),
        "null" => InferenceResult.Of([Named("y", 2), new NamedTensor("z", null!)]),
        "disposed" => InferenceResult.Of([Named("y", 2), Disposed("z")]),
        "wrong-type" => InferenceResult.Of([Named("y", 2), new NamedTensor("z", Tensor.FromValues<long>(DataType.Int64, new Shape(2), [1, 2]))]),
        "wrong-shape" => InferenceResult.Of([Named("y", 2), Named("z", 3)]),
        "extra" => InferenceResult.Of([Named("w", 3), Named("z", 2), Named("y", 2)]),
        "input" => InferenceResult.Of([Named("z", 2), request.Inputs[0] with { Name = "y" }]),
        "same" => Same(),
        "kept" => InferenceResult.Of([Kept(request, "y"), Kept(request, "z"), Kept(request, "w")]),
        "own-list" => InferenceResult.Of(new OwnList([Named("y", 2), Named("z", 2)])),
        "error" => InferenceResult.Failed(InferenceError.At(ErrorCode.InvalidInput, "inputs[0]", "too quiet")),
        "throw" => throw new OwnException("too loud"),
        "throw-speechless" => throw new SpeechlessException(),
        "throw-inner" => throw new AggregateException(new OwnException("within")),
        "throw-cancelled" => throw new OperationCanceledException("of its own", token),
        _ => InferenceResult.Of([Named("y", 2), Named("z", 2)]),
    };

    private static InferenceResult Same()
    {
        var one = Named("y", 2);
        return InferenceResult.Of([one, one with { Name = "z" }, one with { Name = "w" }]);
    }

    /// <summary>Tells the test of the tensor, through the list that the parameter <c>kept</c> is.</summary>
    private static NamedTensor Kept(InferenceRequest request, string name)
    {
        var named = Named(name, 2);
        ((List<NamedTensor>)request.Parameters[1].Value!).Add(named);
        return named;
    }

    private static NamedTensor Named(string name, int length) => new(name, Tensor.FromValues<float>(DataType.Fp32, new Shape(length), [.. Enumerable.Range(0, length).Select(i => (float)i)]));

    private static NamedTensor Disposed(string name)
    {
        var named = Named(name, 2);
        named.Tensor.Dispose();
        return named;
    }
}
