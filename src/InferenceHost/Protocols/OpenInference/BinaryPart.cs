using System.Buffers;
using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>What stands behind the JSON part of a request: the bytes of its binary inputs, one behind the other in the inputs' order.</summary>
internal struct BinaryPart(in ReadOnlySequence<byte> bytes)
{
    private readonly long length = bytes.Length;
    private ReadOnlySequence<byte> left = bytes;
    private bool isShort;

    /// <summary>Takes the bytes of the next binary input; refuses the request where there are not so many.</summary>
    public bool TryTake(ref RequestDraft draft, long size, FieldPath input, out ReadOnlySequence<byte> part)
    {
        part = default;
        if (size > left.Length || isShort)
        {
            if (!isShort)
                draft.Refuse(InferenceError.At(ErrorCode.MalformedRequest, input.ToString(), Short(size)));
            isShort = true;
            return false;
        }

        part = left.Slice(0, size);
        left = left.Slice(size);
        return true;
    }

    /// <summary>Refuses the request where bytes are left over.</summary>
    public readonly void CheckEnd(ref RequestDraft draft)
    {
        if (left.IsEmpty || isShort)
            return;
        draft.Refuse(new InferenceError(
            ErrorCode.MalformedRequest,
            $"expected {length - left.Length} bytes of binary tensors behind the JSON part, as the inputs' binary_data_size say, got {length}"));
    }

    private readonly string Short(long size) =>
        $"expected {size} bytes behind the JSON part, as binary_data_size says, got {left.Length}"
        + (length == 0 ? $"; does the header {BinaryTensor.HeaderName} give the length of the JSON part?" : "");
}
