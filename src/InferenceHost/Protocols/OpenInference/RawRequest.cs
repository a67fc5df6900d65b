using System.Buffers;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>
/// A request whose whole body is the bytes of the model's only input. Its shape is the signature's: one dimension of any length follows from
/// the number of bytes; where the batch axis is another such, it is 1. <c>BYTES</c> is one element, without a length before it. All outputs are wanted binary.
/// </summary>
internal static class RawRequest
{
    public static Outcome<RequestBody> Read(in ReadOnlySequence<byte> body, Signature signature)
    {
        var draft = new RequestDraft(signature) { IsBinary = true };
        if (signature.Inputs.Count != 1 || signature.HasOpenInputs)
        {
            draft.Problems.Add("inputs", $"a raw binary request needs a model with exactly one input; this one has {signature.Inputs.Count}{(signature.HasOpenInputs ? " or more" : "")}");
            return draft.Finish(malformed: null);
        }

        var spec = signature.Inputs[0];
        var path = new FieldPath("inputs", 0);
        var tensor = spec.Type switch
        {
            DataType.Bytes or DataType.Str or DataType.Dict or DataType.File => ReadElement(spec, body, path, ref draft),
            _ => ReadScalars(spec, signature.BatchAxis, body, path, ref draft.Problems),
        };
        if (tensor is not null)
            draft.Add(spec.Name, tensor);
        return draft.Finish(malformed: null);
    }

    private static Tensor? ReadScalars(TensorSpec spec, int? batchAxis, in ReadOnlySequence<byte> body, FieldPath path, ref ProblemList problems)
    {
        if (spec.Shape is { } shape && TryFix(spec.Type, shape, batchAxis, body.Length, out var known))
            return BinaryTensor.Read(spec.Type, known, body, path.Of("data"), ref problems);
        problems.Add(path.Of("shape").ToString(), $"a raw binary request needs an input with at most one dimension of any length; this one is {spec.Shape?.ToString() ?? "of any shape"}");
        return null;
    }

    /// <summary>Puts numbers in the place of -1; false where more than one is to be found.</summary>
    private static bool TryFix(DataType type, Shape shape, int? batchAxis, long bytes, out Shape known)
    {
        var dimensions = shape.Dimensions.ToArray();
        known = new Shape(dimensions);
        if (dimensions.AsSpan().Count(-1) > 1 && batchAxis is { } batch && dimensions[batch] == -1)
            dimensions[batch] = 1;
        var free = Array.IndexOf(dimensions, -1);
        if (free < 0)
            return true;
        if (dimensions.AsSpan().Count(-1) > 1)
            return false;
        dimensions[free] = 1;
        if (known.TryCountElements(out var others) && others > 0)
            dimensions[free] = bytes / type.ElementSize() / others;
        return true;
    }

    private static Tensor? ReadElement(TensorSpec spec, in ReadOnlySequence<byte> body, FieldPath path, ref RequestDraft draft)
    {
        var shape = new Shape(1);
        if (spec.Shape is { } asked && spec.Type == DataType.Bytes)
            shape = new Shape([.. asked.Dimensions.ToArray().Select(static length => length == -1 ? 1 : length)]);
        if (!shape.TryCountElements(out var count) || count != 1)
        {
            draft.Problems.Add(path.Of("shape").ToString(), $"a raw binary request is one element of BYTES; this input is {spec.Shape}");
            return null;
        }

        var length = (int)body.Length;
        var blob = Tensor.RentBuffer(length);
        body.CopyTo(blob.GetSpan());
        return PlatformText.Convert(Tensor.WrapElements(shape, blob, [0, length]), spec.Name, contentType: null, path, ref draft);
    }
}
