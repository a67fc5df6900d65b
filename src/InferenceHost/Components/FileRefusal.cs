using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>Files where they cannot be exchanged.</summary>
internal static class FileRefusal
{
    /// <summary>A warm-up has no caller, and so no files. Null where it asks for none.</summary>
    public static InferenceError? CheckWarmup(IReadOnlyList<NamedTensor> inputs)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Tensor.Type == DataType.File)
                return InferenceError.At(ErrorCode.InvalidInput, $"inputs[{i}]", $"input {Quoted.Of(inputs[i].Name)} is a FILE: files belong to callers, and a warm-up has none");
        }

        return null;
    }

    /// <summary>A FILE that a model gave and nobody asked for: its path is of no use to the caller, and not the caller's to know. Null where there is none.</summary>
    public static InferenceError? Check(InferenceResult result)
    {
        for (var i = 0; i < result.Outputs.Count; i++)
        {
            if (result.Outputs[i].Tensor.Type == DataType.File)
                return InferenceError.At(ErrorCode.InvalidOutput, $"outputs[{i}]", $"output {Quoted.Of(result.Outputs[i].Name)} is a FILE that was not asked for: name it among the outputs, with datatype FILE");
        }

        return null;
    }
}
