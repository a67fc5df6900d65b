using Inference.Contracts;

namespace Inference.Adapters.DotNet.Running;

/// <summary>
/// Holds what the user's code gave against its own signature. The result handed on has a list of its own, in the order asked for; whatever is not handed on is disposed of.
/// </summary>
internal static class OutputCheck
{
    /// <param name="given">The adapter's result, which is used up.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="signature">The adapter's word.</param>
    public static InferenceResult Take(InferenceResult? given, InferenceRequest request, Signature signature)
    {
        if (given is null)
            return Broken("the model gave null in place of a result");
        if (given.Error is { } error)
            return InferenceResult.Failed(new InferenceError(error.Code, error.Message ?? "", [.. error.Details ?? []]) { RetryAfter = error.RetryAfter });
        if (given.Outputs is not { } outputs)
            return Broken("the model gave a result without outputs");
        if (FindFault(outputs) is { } fault || !TrySelect(outputs, request, signature, out var taken, out fault))
        {
            Drop(outputs, [], request);
            return Broken(fault!);
        }

        Drop(outputs, taken, request);
        LetInputsBe(taken, request);
        return InferenceResult.Of(taken);
    }

    /// <summary>Disposes of the tensors of a result that nobody takes, but for the request's own.</summary>
    private static void Drop(IReadOnlyList<NamedTensor> outputs, NamedTensor[] taken, InferenceRequest request)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (outputs[i].Tensor is { } tensor && !Holds(taken, tensor) && !Holds(request.Inputs, tensor))
                tensor.Dispose();
        }
    }

    // an input given as output: the caller disposes of either when it likes
    private static void LetInputsBe(NamedTensor[] taken, InferenceRequest request)
    {
        for (var i = 0; i < taken.Length; i++)
        {
            if (Holds(request.Inputs, taken[i].Tensor))
                taken[i] = taken[i] with { Tensor = taken[i].Tensor.Share() };
        }
    }

    private static string? FindFault(IReadOnlyList<NamedTensor> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            var (name, tensor) = outputs[i];
            if (string.IsNullOrEmpty(name))
                return $"output {i} has no name";
            if (tensor is null)
                return $"output '{name}' is null";
            if (IsDisposed(tensor))
                return $"output '{name}' is disposed of already: a result becomes the caller's, who disposes of it";
            for (var j = 0; j < i; j++)
            {
                if (outputs[j].Name == name)
                    return $"output '{name}' is there twice";
            }
        }

        return null;
    }

    private static bool TrySelect(IReadOnlyList<NamedTensor> outputs, InferenceRequest request, Signature signature, out NamedTensor[] taken, out string? fault)
    {
        var asked = request.RequestedOutputs;
        var open = asked.Count == 0 && signature.HasOpenOutputs;
        taken = new NamedTensor[open ? outputs.Count : asked.Count == 0 ? signature.Outputs.Count : asked.Count];
        var named = asked.Count == 0 ? signature.Outputs.Count : asked.Count;
        fault = null;
        for (var i = 0; i < named; i++)
        {
            var name = asked.Count == 0 ? signature.Outputs[i].Name : asked[i].Name;
            if (!TryFind(outputs, name, out var output))
                fault = $"output '{name}' is missing; the model gave {Names(outputs)}";
            else
                fault = signature.TryFindOutput(name, out var spec) ? Mismatch(output.Tensor, spec) : null;
            if (fault is not null)
                return false;
            taken[i] = output;
        }

        for (int i = 0, next = named; open && i < outputs.Count; i++)
        {
            if (!signature.TryFindOutput(outputs[i].Name, out _))
                taken[next++] = outputs[i];
        }

        return true;
    }

    private static string? Mismatch(Tensor tensor, TensorSpec spec)
    {
        if (!spec.Accepts(tensor.Type))
            return $"output '{spec.Name}' is {tensor.Type.WireName()}, and the model's signature says {spec.Type.WireName()}";
        return spec.Shape is not { } shape || tensor.Type.IsSingleValue() || shape.Accepts(tensor.Shape)
            ? null
            : $"output '{spec.Name}' has the shape {tensor.Shape}, and the model's signature says {shape}";
    }

    private static bool TryFind(IReadOnlyList<NamedTensor> outputs, string name, out NamedTensor found)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            found = outputs[i];
            if (found.Name == name)
                return true;
        }

        found = default;
        return false;
    }

    private static bool Holds(IReadOnlyList<NamedTensor> tensors, Tensor tensor)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (ReferenceEquals(tensors[i].Tensor, tensor))
                return true;
        }

        return false;
    }

    private static bool IsDisposed(Tensor tensor)
    {
        try
        {
            return tensor.Span.Length < 0;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static string Names(IReadOnlyList<NamedTensor> outputs) =>
        outputs.Count == 0 ? "none" : string.Join(", ", outputs.Select(output => $"'{output.Name}'"));

    private static InferenceResult Broken(string message) => InferenceResult.Failed(ErrorCode.InvalidOutput, message);
}
