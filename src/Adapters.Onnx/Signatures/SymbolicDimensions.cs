using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Adapters.Onnx.Signatures;

/// <summary>
/// Dimensions that the model calls by the same name, such as <c>batch</c>, and that therefore should have the same length. ONNX Runtime does not insist
/// and exporters are careless with the names, so this only explains a run that failed.
/// </summary>
internal sealed class SymbolicDimensions
{
    private readonly Dictionary<string, List<Dimension>> dimensions = new(StringComparer.Ordinal);

    public void Add(string input, NodeMetadata metadata)
    {
        for (var axis = 0; axis < metadata.SymbolicDimensions.Length; axis++)
        {
            var symbol = metadata.SymbolicDimensions[axis];
            if (symbol.Length == 0)
                continue;
            if (!dimensions.TryGetValue(symbol, out var same))
                dimensions[symbol] = same = [];
            same.Add(new Dimension(input, axis));
        }
    }

    /// <summary>The inputs whose lengths disagree; null where none do.</summary>
    public InferenceError? Explain(IReadOnlyList<NamedTensor> inputs)
    {
        foreach (var (symbol, same) in dimensions)
        {
            var lengths = new List<(Dimension Dimension, long Length)>();
            foreach (var dimension in same)
            {
                if (inputs.FirstOrDefault(input => input.Name == dimension.Input).Tensor is { } tensor && dimension.Axis < tensor.Shape.Rank)
                    lengths.Add((dimension, tensor.Shape[dimension.Axis]));
            }

            if (lengths.DistinctBy(static found => found.Length).Count() > 1)
            {
                var found = string.Join(", ", lengths.Select(static l => $"{l.Length} in dimension {l.Dimension.Axis} of '{l.Dimension.Input}'"));
                return new InferenceError(ErrorCode.InvalidInput, $"inputs: '{symbol}' must have the same length everywhere; found {found}");
            }
        }

        return null;
    }

    private readonly record struct Dimension(string Input, int Axis);
}
