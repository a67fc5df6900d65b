using System.Buffers;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.Predict;

/// <summary>Writes the answer to a predict request: <c>{"outputs":[{"name","datatype","shape","data","content_type"?}]}</c>.</summary>
internal static class PredictWriter
{
    /// <summary>Null once all is written. Where an output cannot be told in JSON nothing is written, and the error of code <see cref="ErrorCode.InvalidOutput"/> says which.</summary>
    public static InferenceError? Write(IBufferWriter<byte> writer, IReadOnlyList<NamedTensor> outputs)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (Fault(outputs[i].Tensor) is { } fault)
                return InferenceError.At(ErrorCode.InvalidOutput, $"outputs[{i}].data", $"output {Quoted.Of(outputs[i].Name)}: {fault}");
        }

        var json = new JsonOutput(writer);
        json.Begin((byte)'{');
        json.Name("outputs"u8);
        json.Begin((byte)'[');
        for (var i = 0; i < outputs.Count; i++)
            WriteOutput(ref json, outputs[i]);
        json.End((byte)']');
        json.End((byte)'}');
        json.Flush();
        return null;
    }

    private static string? Fault(Tensor tensor) => tensor.Type == DataType.Dict
        ? TextValue.Fault(DataType.Dict, tensor.Span)
        : TensorWriter.Fault(tensor);

    private static void WriteOutput(ref JsonOutput json, NamedTensor output)
    {
        var tensor = output.Tensor;
        json.Separate();
        json.Begin((byte)'{');
        json.Name("name"u8);
        json.Text(output.Name);
        json.Name("datatype"u8);
        json.Text(tensor.Type.WireName());
        json.Name("shape"u8);
        TensorWriter.WriteShape(ref json, tensor.Shape);
        json.Name("data"u8);
        if (tensor.Type == DataType.Dict)
            json.Raw(tensor.Span);
        else if (tensor.Type.IsSingleValue())
            json.Text(tensor.Span);
        else
            TensorWriter.WriteData(ref json, tensor);
        if (tensor.ContentType is { } contentType)
        {
            json.Name("content_type"u8);
            json.Text(contentType);
        }

        json.End((byte)'}');
    }
}
