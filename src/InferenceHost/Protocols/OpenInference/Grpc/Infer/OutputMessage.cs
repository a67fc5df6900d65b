using System.Buffers;
using Inference.Contracts;
using InferenceHost.Protocols.Json;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>Reads one <c>InferRequestedOutputTensor</c>.</summary>
internal static class OutputMessage
{
    /// <summary>Reads it into the draft, or adds what is wrong with it; false where the message is malformed.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> message, int index, ref RequestDraft draft)
    {
        var path = new FieldPath("outputs", index);
        var name = "";
        var form = default(OutputForm);
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var wire))
        {
            if (wire != WireType.Bytes)
            {
                reader.Skip(wire);
                continue;
            }

            var value = reader.Bytes();
            if (field == InferFields.TensorName)
                name = draft.OutputName(ByteText.Flat(value), index);
            else if (field == InferFields.OutputParameters && !TryReadParameter(value, path.Of("parameters"), ref draft, ref form))
                return false;
        }

        if (name.Length == 0)
            draft.Problems.Add(path.Of("name").ToString(), "missing");
        draft.Add(new RequestedOutput(name), form.IsBinary, form.Classes);
        return !reader.Failed;
    }

    private static bool TryReadParameter(in ReadOnlySequence<byte> entry, FieldPath path, ref RequestDraft draft, ref OutputForm form)
    {
        if (!ParameterReader.TryRead(entry, out var name, out var value))
            return false;
        switch (name)
        {
            case "binary_data" when value is bool isBinary:
                form = form with { IsBinary = isBinary };
                break;
            case "classification" when value is >= 0L and <= int.MaxValue:
                form = form with { Classes = (int)(long)value };
                break;
            case "binary_data":
                draft.Problems.Add(path.Of(name).ToString(), "expected true or false");
                break;
            case "classification":
                draft.Problems.Add(path.Of(name).ToString(), $"expected 0 to {int.MaxValue}");
                break;
            case "shared_memory_region":
                draft.Refuse(InferenceError.At(ErrorCode.NotSupported, path.ToString(), "shared memory is not served; take the data from the answer"));
                break;
        }

        return true;
    }
}
