using Inference.Contracts;

namespace Inference.Adapters.DotNet.Loading;

/// <summary>
/// A signature as the adapter gives it, checked and copied: the host keeps it longer than the adapter's code, and lists of the adapter's own types would keep that in memory.
/// </summary>
internal static class SignatureCopy
{
    public static Outcome<Signature> Of(Signature? signature, string type)
    {
        if (signature is null)
            return Wrong(type, "is null");
        if (!Copy(signature.Inputs, "input", type).TryGet(out var inputs, out var error) || !Copy(signature.Outputs, "output", type).TryGet(out var outputs, out error))
            return error;
        if (signature.BatchAxis < 0)
            return Wrong(type, $"has the batch axis {signature.BatchAxis}, expected 0 or more, or null");
        return new Signature(inputs, outputs, signature.BatchAxis) { HasOpenInputs = signature.HasOpenInputs, HasOpenOutputs = signature.HasOpenOutputs };
    }

    private static Outcome<TensorSpec[]> Copy(IReadOnlyList<TensorSpec>? specs, string kind, string type)
    {
        if (specs is null)
            return Wrong(type, $"has null in place of its {kind}s");
        var copies = new TensorSpec[specs.Count];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < copies.Length; i++)
        {
            var spec = specs[i];
            if (spec is null)
                return Wrong(type, $"has null for {kind} {i}");
            if (string.IsNullOrEmpty(spec.Name))
                return Wrong(type, $"gives {kind} {i} no name");
            if (!names.Add(spec.Name))
                return Wrong(type, $"has two {kind}s called '{spec.Name}'");
            if (!Enum.IsDefined(spec.Type) || spec.OtherTypes is null || spec.OtherTypes.Any(other => !Enum.IsDefined(other)))
                return Wrong(type, $"gives {kind} '{spec.Name}' a type that is none");
            if (spec.Shape is { } shape && shape.Dimensions.IndexOfAnyInRange(long.MinValue, -2) >= 0)
                return Wrong(type, $"gives {kind} '{spec.Name}' the shape {shape}, expected dimensions of 0 or more, or -1 for any length");
            copies[i] = spec with { Shape = spec.Shape is { } own ? new Shape([.. own.Dimensions]) : null, OtherTypes = [.. spec.OtherTypes.ToArray()] };
        }

        return copies;
    }

    private static InferenceError Wrong(string type, string what) => Unloadable.Because($"the Signature of the model that {type} loaded {what}: mend it in the adapter");
}
