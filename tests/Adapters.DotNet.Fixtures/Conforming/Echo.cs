using Inference.Contracts;

namespace Inference.Adapters.DotNet.Fixtures.Conforming;

public sealed class Echo : IModelLoader
{
    public string Platform => "dotnet";

    public Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        DataTypeExtensions.TryParse(source.Environment["TYPE"], out var type);
        var signature = new Signature([new TensorSpec("x", type, Shape: null)], [new TensorSpec("y", type, Shape: null)]);
        return FixtureModel.Loaded(signature, (request, _) => InferenceResult.Of([new NamedTensor("y", Copy(request.Inputs[0].Tensor))]));
    }

    private static Tensor Copy(Tensor tensor)
    {
        if (tensor.Type.IsFixedSize())
            return Tensor.FromValues(tensor.Type, tensor.Shape, tensor.Span);
        if (tensor.Type.IsSingleValue())
            return Tensor.FromText(tensor.Type, tensor.Span, tensor.Shape, tensor.ContentType);
        var blob = Tensor.RentBuffer(tensor.Data.Length);
        tensor.Span.CopyTo(blob.GetSpan());
        return Tensor.WrapElements(tensor.Shape, blob, tensor.Offsets.ToArray());
    }
}
