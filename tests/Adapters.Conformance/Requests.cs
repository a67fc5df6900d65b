using Inference.Contracts;

namespace Inference.Adapters.Conformance;

/// <summary>Requests as the host makes them.</summary>
public static class Requests
{
    public static InferenceRequest Of(params NamedTensor[] inputs) => new() { Id = "test", Inputs = inputs };

    public static InferenceRequest Of(string name, Tensor tensor) => Of(new NamedTensor(name, tensor));

    public static InferenceRequest Ask(this InferenceRequest request, params string[] outputs)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new InferenceRequest
        {
            Id = request.Id,
            Inputs = request.Inputs,
            RequestedOutputs = [.. outputs.Select(name => new RequestedOutput(name))],
        };
    }

    public static Tensor Floats(params float[] values) => Floats(new Shape(values.Length), values);

    public static Tensor Floats(Shape shape, params float[] values) => Tensor.FromValues<float>(DataType.Fp32, shape, values);

    public static Tensor Longs(params long[] values) => Longs(new Shape(values.Length), values);

    public static Tensor Longs(Shape shape, params long[] values) => Tensor.FromValues<long>(DataType.Int64, shape, values);

    /// <summary>A BYTES tensor of any bytes.</summary>
    public static Tensor Elements(Shape shape, params byte[][] elements)
    {
        var offsets = new int[elements.Length + 1];
        for (var i = 0; i < elements.Length; i++)
            offsets[i + 1] = offsets[i] + elements[i].Length;
        var blob = Tensor.RentBuffer(offsets[^1]);
        for (var i = 0; i < elements.Length; i++)
            elements[i].CopyTo(blob.GetSpan()[offsets[i]..]);
        return Tensor.WrapElements(shape, blob, offsets);
    }
}
