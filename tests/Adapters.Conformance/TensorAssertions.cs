using Inference.Contracts;

namespace Inference.Adapters.Conformance;

/// <summary>Compares tensors as bytes: what a comparison of floats would let pass is a difference here.</summary>
public static class TensorAssertions
{
    public static void ShouldBeBitwise(this Tensor actual, Tensor expected)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        actual.Type.ShouldBe(expected.Type);
        actual.Shape.ShouldBe(expected.Shape);
        actual.Count.ShouldBe(expected.Count);
        if (actual.Type.IsFixedSize())
        {
            actual.Span.ToArray().ShouldBe(expected.Span.ToArray());
            return;
        }

        for (var i = 0; i < expected.Count; i++)
            actual.Element(i).ToArray().ShouldBe(expected.Element(i).ToArray(), $"element {i}");
    }

    public static float[] Floats(this InferenceResult result, int output = 0)
    {
        ArgumentNullException.ThrowIfNull(result);
        result.Error.ShouldBeNull();
        result.Outputs[output].Tensor.Type.ShouldBe(DataType.Fp32);
        return result.Outputs[output].Tensor.Values<float>().ToArray();
    }
}
