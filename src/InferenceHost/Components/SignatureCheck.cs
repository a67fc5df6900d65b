using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>
/// Whether a request may be given to a model: the one place where names, types and shapes are held against the signature, whatever protocol
/// the request came by. Shapes of <c>str</c>, <c>dict</c> and <c>FILE</c> are the caller's and not looked at.
/// </summary>
internal static class SignatureCheck
{
    /// <summary>Null where the request fits; else everything that is wrong, of code <see cref="ErrorCode.InvalidInput"/>.</summary>
    /// <param name="outputsPath">What the protocol calls the list of requested outputs, for the paths of the error.</param>
    /// <param name="maxRows">The longest first dimension; null where any will do.</param>
    public static InferenceError? Check(
        Signature signature,
        IReadOnlyList<NamedTensor> inputs,
        IReadOnlyList<RequestedOutput> requestedOutputs,
        string outputsPath = "outputs",
        int? maxRows = null)
    {
        var problems = default(ProblemList);
        for (var i = 0; i < inputs.Count; i++)
            CheckInput(signature, inputs, i, maxRows, ref problems);
        CheckMissing(signature, inputs, ref problems);
        for (var i = 0; i < requestedOutputs.Count; i++)
            CheckOutput(signature, requestedOutputs, i, outputsPath, ref problems);
        return problems.ToError();
    }

    private static void CheckInput(Signature signature, IReadOnlyList<NamedTensor> inputs, int index, int? maxRows, ref ProblemList problems)
    {
        var (name, tensor) = inputs[index];
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (inputs[earlier].Name == name)
            {
                problems.Add($"inputs[{index}].name", $"input {Quoted.Of(name)} is given twice");
                return;
            }
        }

        if (signature.TryFindInput(name, out var spec))
            CheckTensor(spec, tensor, index, maxRows, ref problems);
        else
            RefuseUnknown(signature, name, index, ref problems);
    }

    private static void RefuseUnknown(Signature signature, string name, int index, ref ProblemList problems)
    {
        if (!signature.HasOpenInputs)
            problems.Add($"inputs[{index}].name", Unknown("input", name, signature.Inputs, "takes"));
    }

    /// <summary>What can be told already of an input whose data could not be read, so that its caller does not hear of one mistake after the other.</summary>
    public static void CheckUnread(Signature signature, string name, DataType type, Shape? shape, int index, ref ProblemList problems)
    {
        if (!signature.TryFindInput(name, out var spec))
        {
            RefuseUnknown(signature, name, index, ref problems);
            return;
        }

        // the protocols write the platform's own types in ways of their own
        if (spec.Type.IsSingleValue() || type.IsSingleValue())
            return;
        CheckType(spec, type, index, ref problems);
        if (shape is { } given)
            FitsShape(spec, type, given, index, ref problems);
    }

    private static void CheckType(TensorSpec spec, DataType type, int index, ref ProblemList problems)
    {
        if (!spec.Accepts(type))
            problems.Add($"inputs[{index}].datatype", $"expected {TypesOf(spec)}, found {type.WireName()} for input {Quoted.Of(spec.Name)}");
    }

    private static bool FitsShape(TensorSpec spec, DataType type, Shape given, int index, ref ProblemList problems)
    {
        if (spec.Shape is not { } shape || type.IsSingleValue() || spec.Type.IsSingleValue() || shape.Accepts(given))
            return true;
        problems.Add($"inputs[{index}].shape", $"expected shape {shape}{(shape.IsFixed ? "" : " (-1: any number)")}, got {given} for input {Quoted.Of(spec.Name)}");
        return false;
    }

    private static void CheckTensor(TensorSpec spec, Tensor tensor, int index, int? maxRows, ref ProblemList problems)
    {
        CheckType(spec, tensor.Type, index, ref problems);
        if (FitsShape(spec, tensor.Type, tensor.Shape, index, ref problems) && tensor.Shape.Rank > 0 && !tensor.Type.IsSingleValue() && tensor.Shape[0] > maxRows)
            problems.Add($"inputs[{index}].shape", $"expected at most {maxRows} rows (the batching.maxBatchSize of the component), got {tensor.Shape} for input {Quoted.Of(spec.Name)}");
    }

    private static void CheckMissing(Signature signature, IReadOnlyList<NamedTensor> inputs, ref ProblemList problems)
    {
        for (var i = 0; i < signature.Inputs.Count; i++)
        {
            var spec = signature.Inputs[i];
            if (!spec.IsOptional && !IsGiven(inputs, spec.Name, i))
                problems.Add("inputs", $"missing required input {Quoted.Of(spec.Name)} ({TypesOf(spec)}{(spec.Shape is { } shape ? $" {shape}" : "")})");
        }
    }

    private static bool IsGiven(IReadOnlyList<NamedTensor> inputs, string name, int likelyIndex)
    {
        if (likelyIndex < inputs.Count && inputs[likelyIndex].Name == name)
            return true;
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Name == name)
                return true;
        }

        return false;
    }

    private static void CheckOutput(Signature signature, IReadOnlyList<RequestedOutput> outputs, int index, string path, ref ProblemList problems)
    {
        var output = outputs[index];
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (outputs[earlier].Name == output.Name)
            {
                problems.Add($"{path}[{index}].name", $"output {Quoted.Of(output.Name)} is asked for twice");
                return;
            }
        }

        if (!signature.TryFindOutput(output.Name, out var spec))
        {
            if (!signature.HasOpenOutputs)
                problems.Add($"{path}[{index}].name", Unknown("output", output.Name, signature.Outputs, "gives"));
        }
        else if (output.Type is { } type && !spec.Accepts(type))
        {
            problems.Add($"{path}[{index}].datatype", $"expected {TypesOf(spec)}, found {type.WireName()} for output {Quoted.Of(spec.Name)}");
        }
    }

    private static string TypesOf(TensorSpec spec) =>
        string.Join(" or ", spec.OtherTypes.Prepend(spec.Type).Select(static type => type.WireName()));

    private static string Unknown(string what, string name, IReadOnlyList<TensorSpec> specs, string verb)
    {
        var names = specs.Select(static spec => spec.Name).ToArray();
        if (NearestName.Find(name, names) is { } meant)
            return $"unknown {what} {Quoted.Of(name)}; did you mean {Quoted.Of(meant)}?";
        const int Told = 10;
        var told = string.Join(", ", names.Take(Told).Select(Quoted.Of)) + (names.Length > Told ? ", …" : "");
        return names.Length == 0 ? $"unknown {what} {Quoted.Of(name)}; the model {verb} none" : $"unknown {what} {Quoted.Of(name)}; the model {verb} {told}";
    }
}
