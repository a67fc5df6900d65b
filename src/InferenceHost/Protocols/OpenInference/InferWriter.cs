using System.Buffers;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>
/// Writes the JSON part of an inference answer; the bytes of the binary outputs follow it in the same order (<see cref="BinaryTensor.Write"/>). <c>str</c> and
/// <c>dict</c> are written as <c>BYTES</c> of one element with their media type.
/// </summary>
internal static class InferWriter
{
    private static readonly Shape OneElement = new(1);

    /// <summary>
    /// Null once the JSON part is written. Where an output cannot be written in the form asked for nothing is, and the error says what to ask for:
    /// <see cref="ErrorCode.InvalidInput"/>, since another request would do.
    /// </summary>
    public static InferenceError? Write(
        IBufferWriter<byte> writer, string modelName, string modelVersion, string? id, IReadOnlyList<NamedTensor> outputs, OutputForms forms)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (Check(outputs[i], i, forms) is { } error)
                return error;
        }

        var json = new JsonOutput(writer);
        json.Begin((byte)'{');
        json.Name("model_name"u8);
        json.Text(modelName);
        json.Name("model_version"u8);
        json.Text(modelVersion);
        if (!string.IsNullOrEmpty(id))
        {
            json.Name("id"u8);
            json.Text(id);
        }

        json.Name("outputs"u8);
        json.Begin((byte)'[');
        for (var i = 0; i < outputs.Count; i++)
            WriteOutput(ref json, outputs[i], forms.IsBinary(outputs[i].Name));
        json.End((byte)']');
        json.End((byte)'}');
        json.Flush();
        return null;
    }

    /// <summary>Bytes that follow the JSON part; where there are none the answer is plain JSON, without the length header.</summary>
    public static long BinaryLength(IReadOnlyList<NamedTensor> outputs, OutputForms forms)
    {
        var sum = 0L;
        for (var i = 0; i < outputs.Count; i++)
            sum += forms.IsBinary(outputs[i].Name) ? BinaryTensor.Size(outputs[i].Tensor) : 0;
        return sum;
    }

    /// <summary>Writes what follows the JSON part.</summary>
    public static void WriteBinary(IBufferWriter<byte> writer, IReadOnlyList<NamedTensor> outputs, OutputForms forms)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (forms.IsBinary(outputs[i].Name))
                BinaryTensor.Write(writer, outputs[i].Tensor);
        }
    }

    /// <summary>A FILE cannot be given.</summary>
    public static InferenceError? CheckFile(NamedTensor output, int index) => output.Tensor.Type == DataType.File
        ? InferenceError.At(ErrorCode.NotSupported, $"outputs[{index}]", $"output {Quoted.Of(output.Name)} is a FILE, which this protocol does not give yet; use predict")
        : null;

    private static InferenceError? Check(NamedTensor output, int index, OutputForms forms)
    {
        if (CheckFile(output, index) is { } file)
            return file;
        if (forms.IsBinary(output.Name) || TensorWriter.Fault(output.Tensor) is not { } fault)
            return null;
        return InferenceError.At(ErrorCode.InvalidInput, $"outputs[{index}]", $"output {Quoted.Of(output.Name)}: {fault}; ask for it with the parameter binary_data: true");
    }

    private static void WriteOutput(ref JsonOutput json, NamedTensor output, bool isBinary)
    {
        var tensor = output.Tensor;
        json.Separate();
        json.Begin((byte)'{');
        json.Name("name"u8);
        json.Text(output.Name);
        json.Name("datatype"u8);
        json.Text((tensor.Type.IsSingleValue() ? DataType.Bytes : tensor.Type).WireName());
        json.Name("shape"u8);
        TensorWriter.WriteShape(ref json, tensor.Type.IsSingleValue() ? OneElement : tensor.Shape);
        WriteParameters(ref json, tensor, isBinary);
        if (!isBinary)
        {
            json.Name("data"u8);
            TensorWriter.WriteData(ref json, tensor);
        }

        json.End((byte)'}');
    }

    private static void WriteParameters(ref JsonOutput json, Tensor tensor, bool isBinary)
    {
        var contentType = PlatformText.ContentType(tensor);
        if (!isBinary && contentType is null)
            return;
        json.Name("parameters"u8);
        json.Begin((byte)'{');
        if (isBinary)
        {
            json.Name("binary_data_size"u8);
            json.Number(BinaryTensor.Size(tensor));
        }

        if (contentType is not null)
        {
            json.Name("content_type"u8);
            json.Text(contentType);
        }

        json.End((byte)'}');
    }
}
