using System.Buffers;
using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols.Json;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>
/// Reads a <c>ModelInferRequest</c> where it lies: what is copied is the tensors' data, once, into the tensors. What is no protocol buffer has code <see cref="ErrorCode.MalformedRequest"/>, all else
/// <see cref="ErrorCode.InvalidInput"/>, told together; shared memory, sequences and <c>FILE</c> inputs <see cref="ErrorCode.NotSupported"/>.
/// </summary>
internal static class InferMessageReader
{
    private static readonly InferenceError Malformed = new(ErrorCode.MalformedRequest, "the message is no protocol buffer of a ModelInferRequest");

    /// <param name="message">The whole message.</param>
    /// <param name="signature">Lends its names; whether the request fits it is not looked at.</param>
    /// <param name="timeoutMicroseconds">What is left of the call's deadline.</param>
    public static Outcome<RequestBody> Read(in ReadOnlySequence<byte> message, Signature signature, long? timeoutMicroseconds = null)
    {
        var draft = new RequestDraft(signature);
        var raw = new RawEntries(message);

        // an answer comes as the request did, unless it says otherwise
        draft.IsBinary = raw.HasAny || !HasContents(message);
        if (!TryRead(message, ref draft, ref raw))
            return draft.Finish(Malformed);
        if (draft.Problems.Count == 0 && raw.Taken < raw.Count)
            draft.Problems.Add("raw_input_contents", $"expected {raw.Taken} entries, one per input, got {raw.Count}");
        if (timeoutMicroseconds is { } left)
            draft.TimeoutMicroseconds = Math.Min(draft.TimeoutMicroseconds ?? left, left);
        return draft.Finish(malformed: null);
    }

    private static bool TryRead(in ReadOnlySequence<byte> message, ref RequestDraft draft, ref RawEntries raw)
    {
        var (inputs, outputs, parameters) = (0, 0, 0);
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var wire))
        {
            if (wire != WireType.Bytes)
            {
                reader.Skip(wire);
                continue;
            }

            var value = reader.Bytes();
            var isRead = field switch
            {
                InferFields.Id => Take(value, ref draft),
                InferFields.Parameters => !draft.HasRoom(new FieldPath("parameters"), parameters++) || TryReadParameter(value, ref draft),
                InferFields.RequestInputs => !draft.HasRoom(new FieldPath("inputs"), inputs, draft.Signature.Inputs.Count) || TryReadInput(value, inputs, ref draft, ref raw),
                InferFields.RequestOutputs => !draft.HasRoom(new FieldPath("outputs"), outputs, draft.Signature.Outputs.Count) || OutputMessage.TryRead(value, outputs, ref draft),
                _ => true,
            };
            if (!isRead)
                return false;
            inputs += field == InferFields.RequestInputs ? 1 : 0;
            outputs += field == InferFields.RequestOutputs ? 1 : 0;
        }

        return !reader.Failed;
    }

    private static bool TryReadInput(in ReadOnlySequence<byte> value, int index, ref RequestDraft draft, ref RawEntries raw)
    {
        if (!InputMessage.TryRead(value, index, ref draft, out var input))
            return false;
        if (!raw.HasAny)
        {
            input.Finish(ref draft, raw: default, rawIndex: -1);
            return true;
        }

        var path = new FieldPath("inputs", index);
        if (input.HasContents)
            draft.Problems.Add(path.Of("contents").ToString(), "contents and raw_input_contents exclude each other");
        else if (raw.TryTake(out var bytes))
            input.Finish(ref draft, bytes, raw.Taken - 1);
        else
            draft.Problems.Add("raw_input_contents", $"expected an entry for {path}, there are only {raw.Count}");
        return true;
    }

    private static bool Take(in ReadOnlySequence<byte> id, ref RequestDraft draft)
    {
        draft.Id = Encoding.UTF8.GetString(id);
        return true;
    }

    private static bool TryReadParameter(in ReadOnlySequence<byte> entry, ref RequestDraft draft)
    {
        if (!ParameterReader.TryRead(entry, out var name, out var value))
            return false;
        InferParameters.Read(ref draft, name, value);
        return true;
    }

    private static bool HasContents(in ReadOnlySequence<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var wire))
        {
            if (field != InferFields.RequestInputs || wire != WireType.Bytes)
            {
                reader.Skip(wire);
                continue;
            }

            var input = new ProtoReader(reader.Bytes());
            while (input.Next(out var part, out var type))
            {
                if (part == InferFields.TensorContents)
                    return true;
                input.Skip(type);
            }
        }

        return false;
    }
}
