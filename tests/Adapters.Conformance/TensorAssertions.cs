using Inference.Contracts;

namespace Inference.Adapters.Conformance;

/// <summary>Compares tensors as bytes: what a comparison of floats would let pass is a difference here.</summary>
public static class TensorAssertions
{
    /// <param name="actual">What was given back.</param>
    /// <param name="expected">What was given.</param>
    /// <param name="payloads">Whether the bits of what is not a number count.</param>
    public static void ShouldBeBitwise(this Tensor actual, Tensor expected, bool payloads = true)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        actual.Type.ShouldBe(expected.Type);
        actual.Shape.ShouldBe(expected.Shape);
        actual.Count.ShouldBe(expected.Count);
        if (actual.Type.IsFixedSize())
        {
            var (left, right) = payloads ? (actual.Span.ToArray(), expected.Span.ToArray()) : (WithoutPayloads(actual), WithoutPayloads(expected));
            left.ShouldBe(right);
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

    /// <summary>The bytes, with all that is not a number alike.</summary>
    private static byte[] WithoutPayloads(Tensor tensor)
    {
        var bytes = tensor.Span.ToArray();
        var size = tensor.Type.ElementSize();
        for (var i = 0; i < bytes.Length; i += size)
        {
            var element = bytes.AsSpan(i, size);
            var isNumber = tensor.Type switch
            {
                DataType.Fp16 => !Half.IsNaN(BitConverter.ToHalf(element)),
                DataType.Bf16 => (BitConverter.ToUInt16(element) & 0x7fff) <= 0x7f80,
                DataType.Fp32 => !float.IsNaN(BitConverter.ToSingle(element)),
                DataType.Fp64 => !double.IsNaN(BitConverter.ToDouble(element)),
                _ => true,
            };
            if (!isNumber)
                element.Fill(0xff);
        }

        return bytes;
    }
}
