using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>What stands behind the JSON part of a request: the bytes of its binary inputs, one behind the other in the inputs' order.</summary>
internal ref struct BinaryPart(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int taken;
    private bool isShort;

    /// <summary>Takes the bytes of the next binary input; refuses the request where there are not so many.</summary>
    public bool TryTake(ref RequestDraft draft, long size, FieldPath input, out ReadOnlySpan<byte> part)
    {
        part = default;
        var left = bytes.Length - taken;
        if (size > left || isShort)
        {
            if (!isShort)
                draft.Refuse(InferenceError.At(ErrorCode.MalformedRequest, input.ToString(), Short(size, left)));
            isShort = true;
            return false;
        }

        part = bytes.Slice(taken, (int)size);
        taken += (int)size;
        return true;
    }

    /// <summary>Refuses the request where bytes are left over.</summary>
    public readonly void CheckEnd(ref RequestDraft draft)
    {
        if (taken == bytes.Length || isShort)
            return;
        draft.Refuse(new InferenceError(
            ErrorCode.MalformedRequest,
            $"expected {taken} bytes of binary tensors behind the JSON part, as the inputs' binary_data_size say, got {bytes.Length}"));
    }

    private readonly string Short(long size, int left) =>
        $"expected {size} bytes behind the JSON part, as binary_data_size says, got {left}"
        + (bytes.IsEmpty ? $"; does the header {BinaryTensor.HeaderName} give the length of the JSON part?" : "");
}
