using Inference.Contracts;

namespace Inference.Adapters.Python;

/// <summary>Whether a function gave what its docstring promises and the caller asked for.</summary>
internal static class OutputCheck
{
    /// <summary>Null where it did; else what is wrong, of code <see cref="ErrorCode.InvalidOutput"/>.</summary>
    public static InferenceError? Check(Signature signature, IReadOnlyList<NamedTensor> given, IReadOnlyList<RequestedOutput> asked)
    {
        for (var i = 0; i < given.Count; i++)
        {
            var (name, tensor) = given[i];
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (given[earlier].Name == name)
                    return Invalid($"the function gave output '{name}' twice");
            }

            if (signature.TryFindOutput(name, out var spec) && !spec.Accepts(tensor.Type))
                return Invalid($"the docstring promises output '{name}' as {TypesOf(spec)}, the function gave {tensor.Type.WireName()}");
        }

        foreach (var output in asked)
        {
            var isOptional = signature.TryFindOutput(output.Name, out var spec) && spec.IsOptional;
            if (!isOptional && !Gave(given, output.Name))
                return Missing(output.Name, given);
        }

        foreach (var spec in signature.Outputs)
        {
            if (asked.Count == 0 && !spec.IsOptional && !Gave(given, spec.Name))
                return Missing(spec.Name, given);
        }

        return null;
    }

    private static bool Gave(IReadOnlyList<NamedTensor> given, string name)
    {
        foreach (var output in given)
        {
            if (output.Name == name)
                return true;
        }

        return false;
    }

    private static string TypesOf(TensorSpec spec) => string.Join(" or ", spec.OtherTypes.Prepend(spec.Type).Select(static type => type.WireName()));

    private static InferenceError Missing(string name, IReadOnlyList<NamedTensor> given) =>
        Invalid($"the function did not give output '{name}'; it gave {(given.Count == 0 ? "none" : string.Join(", ", given.Select(static output => $"'{output.Name}'")))}");

    private static InferenceError Invalid(string message) => new(ErrorCode.InvalidOutput, message);
}
