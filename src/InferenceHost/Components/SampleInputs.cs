using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>Inputs made up from a signature, to warm a model up: every unknown dimension is 1, every number 0, every text empty.</summary>
internal static class SampleInputs
{
    private const int MostBytes = 64 << 20;

    /// <summary>Values for all required inputs, owned by the caller; null where the signature does not say enough.</summary>
    /// <param name="signature">Says which.</param>
    /// <param name="guesses">Whether an input of any shape gets one element, and inputs that nothing is said of are left out: to show what a request looks like.</param>
    public static IReadOnlyList<NamedTensor>? Make(Signature signature, bool guesses = false)
    {
        if (signature.HasOpenInputs && !guesses)
            return null;
        var inputs = new List<NamedTensor>(signature.Inputs.Count);
        foreach (var spec in signature.Inputs)
        {
            if (spec.IsOptional)
                continue;
            if (Make(guesses && spec.Shape is null ? spec with { Shape = new Shape(1) } : spec) is not { } tensor)
            {
                inputs.ForEach(input => input.Tensor.Dispose());
                return null;
            }

            inputs.Add(new NamedTensor(spec.Name, tensor));
        }

        return inputs;
    }

    private static Tensor? Make(TensorSpec spec)
    {
        if (spec.Type == DataType.Dict)
            return Tensor.FromText(DataType.Dict, "{}"u8);
        if (spec.Type == DataType.Str)
            return Tensor.FromText(DataType.Str, default);
        if (spec.Shape is not { } asked || spec.Type == DataType.File)
            return null;
        var shape = new Shape([.. asked.AsArray.Select(dimension => dimension == -1 ? 1 : dimension)]);
        if (!shape.TryCountElements(out var count) || count > MostBytes / 8)
            return null;
        if (spec.Type == DataType.Bytes)
            return Tensor.FromStrings(shape, new string[count].Select(_ => "").ToArray());
        var tensor = Tensor.Rent(spec.Type, shape);
        tensor.Writable.Clear();
        return tensor;
    }
}
