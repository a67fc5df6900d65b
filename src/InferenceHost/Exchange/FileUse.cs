using Inference.Contracts;

namespace InferenceHost.Exchange;

/// <summary>Whether a request has to do with files.</summary>
internal static class FileUse
{
    public static bool IsAny(Signature signature, IReadOnlyList<NamedTensor> inputs, IReadOnlyList<RequestedOutput> asked) =>
        FirstPlace(signature, inputs, asked, uploads: null, outputsPath: "") is not null;

    /// <summary>Where it first has to do with files of a box, as in the request: empty where it asks for all outputs and one is a file, or where nobody wants to know; null where there is none.</summary>
    public static string? FirstPlace(
        Signature signature, IReadOnlyList<NamedTensor> inputs, IReadOnlyList<RequestedOutput> asked, UploadedFiles? uploads, string outputsPath)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Tensor.Type == DataType.File && (uploads is null || !UploadedFiles.IsMeant(inputs[i].Tensor)))
                return outputsPath.Length == 0 ? "" : $"inputs[{i}]";
        }

        for (var i = 0; i < asked.Count; i++)
        {
            if (TypeOf(signature, asked[i]) == DataType.File)
                return outputsPath.Length == 0 ? "" : $"{outputsPath}[{i}]";
        }

        for (var i = 0; asked.Count == 0 && i < signature.Outputs.Count; i++)
        {
            if (signature.Outputs[i] is { Type: DataType.File, IsOptional: false })
                return "";
        }

        return null;
    }

    /// <summary>What an output will be, as far as is known.</summary>
    public static DataType? TypeOf(Signature signature, RequestedOutput asked) =>
        asked.Type ?? (signature.TryFindOutput(asked.Name, out var spec) && spec.OtherTypes.Count == 0 ? spec.Type : null);
}
