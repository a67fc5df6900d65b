using System.Buffers;
using Inference.Contracts;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>
/// A <c>ModelInferResponse</c>: its size, and its bytes but for those of the raw outputs, which follow one behind the other straight from the tensors' memory. A text is <c>BYTES</c> of one element
/// with its media type. Either all outputs are raw or none is: readers count the raw ones as they count the outputs.
/// </summary>
internal readonly struct InferAnswer(string modelName, string? id, IReadOnlyList<NamedTensor> outputs, OutputForms forms)
{
    private const string ContentType = "content_type";
    private static readonly Shape OneElement = new(1);
    private readonly bool isRaw = AreRaw(outputs, forms);

    /// <summary>Whether the outputs' data comes in <c>raw_output_contents</c>.</summary>
    public bool IsRaw => isRaw;

    /// <summary>Of the whole message.</summary>
    public long Size()
    {
        var sum = ProtoSize.Text(modelName) + ProtoSize.Text(ModelVersion.Only) + ProtoSize.Text(id);
        for (var i = 0; i < outputs.Count; i++)
        {
            sum += ProtoSize.Bytes(OutputSize(i));
            sum += isRaw ? ProtoSize.Bytes(BinaryTensor.Size(outputs[i].Tensor)) : 0;
        }

        return sum;
    }

    /// <summary>All but the raw outputs.</summary>
    public void WriteHead(IBufferWriter<byte> buffer)
    {
        var writer = new ProtoWriter(buffer);
        writer.Text(InferFields.ModelName, modelName);
        writer.Text(InferFields.ModelVersion, ModelVersion.Only);
        writer.Text(InferFields.Id, id);
        for (var i = 0; i < outputs.Count; i++)
        {
            writer.BytesHead(InferFields.ResponseOutputs, OutputSize(i));
            WriteOutput(writer, i);
        }
    }

    /// <summary>What stands before the bytes of a raw output.</summary>
    public void WriteRawHead(IBufferWriter<byte> buffer, int index) =>
        new ProtoWriter(buffer).BytesHead(InferFields.RawOutputs, BinaryTensor.Size(outputs[index].Tensor));

    private static bool AreRaw(IReadOnlyList<NamedTensor> outputs, OutputForms forms)
    {
        for (var i = 0; i < outputs.Count; i++)
        {
            if (forms.IsBinary(outputs[i].Name) || !TypedWriter.IsPossible(outputs[i].Tensor))
                return true;
        }

        return false;
    }

    private static DataType TypeOf(Tensor tensor) => ModelCalls.WireType(tensor.Type);

    private static Shape ShapeOf(Tensor tensor) => tensor.Type.IsSingleValue() ? OneElement : tensor.Shape;

    private static long ParameterSize(string value) => ProtoSize.Text(ContentType) + ProtoSize.Bytes(ProtoSize.Text(value));

    private long OutputSize(int index)
    {
        var (name, tensor) = outputs[index];
        var dimensions = ShapeOf(tensor).Dimensions;
        var sum = ProtoSize.Text(name) + ProtoSize.Text(TypeOf(tensor).WireName());
        sum += dimensions.IsEmpty ? 0 : ProtoSize.Bytes(ProtoSize.Varints(dimensions));
        sum += PlatformText.ContentType(tensor) is { } contentType ? ProtoSize.Bytes(ParameterSize(contentType)) : 0;
        return sum + (isRaw ? 0 : ProtoSize.Bytes(TypedWriter.Size(tensor)));
    }

    private void WriteOutput(ProtoWriter writer, int index)
    {
        var (name, tensor) = outputs[index];
        writer.Text(InferFields.TensorName, name);
        writer.Text(InferFields.TensorType, TypeOf(tensor).WireName());
        writer.Varints(InferFields.TensorShape, ShapeOf(tensor).Dimensions);
        if (PlatformText.ContentType(tensor) is { } contentType)
        {
            writer.BytesHead(InferFields.TensorParameters, ParameterSize(contentType));
            writer.Text(InferFields.MapKey, ContentType);
            writer.BytesHead(InferFields.MapValue, ProtoSize.Text(contentType));
            writer.Text(InferFields.StringValue, contentType);
        }

        if (isRaw)
            return;
        writer.BytesHead(InferFields.TensorContents, TypedWriter.Size(tensor));
        TypedWriter.Write(writer, tensor);
    }
}
