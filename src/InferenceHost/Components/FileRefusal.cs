using Inference.Contracts;

namespace InferenceHost.Components;

/// <summary>Files are not exchanged yet: a request that brings one, or asks for one, is refused before the model sees it.</summary>
internal static class FileRefusal
{
    /// <summary>Null where the request has nothing to do with files.</summary>
    /// <param name="signature">What the request was checked against.</param>
    /// <param name="inputs">What it brings.</param>
    /// <param name="requestedOutputs">What it asks for.</param>
    /// <param name="outputsPath">What the protocol calls the list of requested outputs.</param>
    public static InferenceError? Check(
        Signature signature, IReadOnlyList<NamedTensor> inputs, IReadOnlyList<RequestedOutput> requestedOutputs, string outputsPath)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Tensor.Type == DataType.File)
                return InferenceError.At(ErrorCode.NotSupported, $"inputs[{i}]", $"input {Quoted.Of(inputs[i].Name)} is a FILE: the exchange of files is not built yet");
        }

        for (var i = 0; i < requestedOutputs.Count; i++)
        {
            var output = requestedOutputs[i];
            if ((output.Type ?? OnlyType(signature, output.Name)) == DataType.File)
                return InferenceError.At(ErrorCode.NotSupported, $"{outputsPath}[{i}]", $"output {Quoted.Of(output.Name)} is a FILE: the exchange of files is not built yet");
        }

        return null;
    }

    /// <summary>A FILE that the model gave unasked: its path is of no use to the caller, and not the caller's to know. Null where there is none.</summary>
    public static InferenceError? Check(InferenceResult result)
    {
        for (var i = 0; i < result.Outputs.Count; i++)
        {
            if (result.Outputs[i].Tensor.Type == DataType.File)
                return InferenceError.At(ErrorCode.InvalidOutput, $"outputs[{i}]", $"output {Quoted.Of(result.Outputs[i].Name)} is a FILE: the exchange of files is not built yet; ask for the other outputs");
        }

        return null;
    }

    private static DataType? OnlyType(Signature signature, string output) =>
        signature.TryFindOutput(output, out var spec) && spec.OtherTypes.Count == 0 ? spec.Type : null;
}
