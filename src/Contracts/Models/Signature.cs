using System.Diagnostics.CodeAnalysis;

namespace Inference.Contracts;

/// <summary>What a model takes and gives. Immutable.</summary>
public sealed class Signature
{
    public Signature(IReadOnlyList<TensorSpec> inputs, IReadOnlyList<TensorSpec> outputs, int? batchAxis = null)
    {
        Inputs = inputs;
        Outputs = outputs;
        BatchAxis = batchAxis;
    }

    /// <summary>Takes any inputs and gives any outputs: nothing is known of them.</summary>
    public static Signature Unknown { get; } = new([], []) { HasOpenInputs = true, HasOpenOutputs = true };

    public IReadOnlyList<TensorSpec> Inputs { get; }

    public IReadOnlyList<TensorSpec> Outputs { get; }

    /// <summary>The axis along which requests may be joined into one run; null where they may not.</summary>
    public int? BatchAxis { get; }

    /// <summary>Whether inputs beyond the named ones are taken.</summary>
    public bool HasOpenInputs { get; init; }

    /// <summary>Whether outputs beyond the named ones may be given and asked for.</summary>
    public bool HasOpenOutputs { get; init; }

    public bool TryFindInput(string name, [NotNullWhen(true)] out TensorSpec? spec) => TryFind(Inputs, name, out spec);

    public bool TryFindOutput(string name, [NotNullWhen(true)] out TensorSpec? spec) => TryFind(Outputs, name, out spec);

    private static bool TryFind(IReadOnlyList<TensorSpec> specs, string name, [NotNullWhen(true)] out TensorSpec? spec)
    {
        for (var i = 0; i < specs.Count; i++)
        {
            if (specs[i].Name == name)
            {
                spec = specs[i];
                return true;
            }
        }

        spec = null;
        return false;
    }
}
