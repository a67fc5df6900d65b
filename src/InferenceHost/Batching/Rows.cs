using System.Diagnostics.CodeAnalysis;
using Inference.Contracts;

namespace InferenceHost.Batching;

/// <summary>The rows of several requests in one tensor each, and back.</summary>
internal static class Rows
{
    /// <summary>One request of all rows, in the order given, in memory of its own; false where they do not fit into tensors.</summary>
    /// <param name="entries">At least one; of one kind, and taken.</param>
    /// <param name="joined">Owned by the caller.</param>
    public static bool TryJoin(IReadOnlyList<BatchEntry> entries, [NotNullWhen(true)] out InferenceRequest? joined)
    {
        joined = null;
        var first = entries[0].Request;
        var inputs = new NamedTensor[first.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (Join(entries, i) is { } tensor)
            {
                inputs[i] = new NamedTensor(first.Inputs[i].Name, tensor);
                continue;
            }

            foreach (var input in inputs.AsSpan(0, i))
                input.Tensor.Dispose();
            return false;
        }

        joined = Like(entries, inputs);
        return true;
    }

    /// <summary>One entry's rows of a joined request, without a copy; owned by the caller.</summary>
    public static InferenceRequest Part(InferenceRequest joined, BatchEntry entry, int firstRow)
    {
        var inputs = new NamedTensor[joined.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = new NamedTensor(joined.Inputs[i].Name, joined.Inputs[i].Tensor.Slice(firstRow, entry.Rows));
        var request = entry.Request;
        return new InferenceRequest
        {
            Id = request.Id,
            Inputs = inputs,
            RequestedOutputs = request.RequestedOutputs,
            Parameters = request.Parameters,
            Deadline = request.Deadline,
            Limit = request.Limit,
            Caller = request.Caller,
            Trace = request.Trace,
        };
    }

    /// <summary>Whether every output has a row for every row that went in.</summary>
    public static bool AreOf(InferenceResult result, int rows)
    {
        for (var i = 0; i < result.Outputs.Count; i++)
        {
            var tensor = result.Outputs[i].Tensor;
            if (tensor.Type.IsSingleValue() || tensor.Shape.Rank == 0 || tensor.Shape[0] != rows)
                return false;
        }

        return true;
    }

    /// <summary>Some rows of a result, which share its memory; owned by the caller.</summary>
    public static InferenceResult Part(InferenceResult result, int firstRow, int rows)
    {
        var outputs = new NamedTensor[result.Outputs.Count];
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = new NamedTensor(result.Outputs[i].Name, result.Outputs[i].Tensor.Slice(firstRow, rows));
        return InferenceResult.Of(outputs);
    }

    private static InferenceRequest Like(IReadOnlyList<BatchEntry> entries, NamedTensor[] inputs)
    {
        var first = entries[0].Request;
        var (caller, deadline, limit) = (first.Caller, first.Deadline, first.Limit);
        for (var i = 1; i < entries.Count; i++)
        {
            var request = entries[i].Request;
            caller = caller == request.Caller ? caller : null;
            deadline = Deadline.Later(deadline, request.Deadline);
            limit = Deadline.Later(limit, request.Limit);
        }

        return new InferenceRequest
        {
            Id = $"{first.Id} and {entries.Count - 1} more",
            Inputs = inputs,
            RequestedOutputs = first.RequestedOutputs,
            Parameters = first.Parameters,
            Deadline = deadline,
            Limit = limit,
            Caller = caller,
            Trace = first.Trace,
        };
    }

    private static Tensor? Join(IReadOnlyList<BatchEntry> entries, int input)
    {
        var first = entries[0].Request.Inputs[input].Tensor;
        long[] dimensions = [.. first.Shape.Dimensions];
        dimensions[0] = 0;
        for (var i = 0; i < entries.Count; i++)
            dimensions[0] += entries[i].Rows;
        var shape = new Shape(dimensions);
        return first.Type.IsFixedSize() ? JoinFixed(entries, input, first.Type, shape) : JoinElements(entries, input, shape);
    }

    private static Tensor? JoinFixed(IReadOnlyList<BatchEntry> entries, int input, DataType type, Shape shape)
    {
        if (!Tensor.TryMeasure(type, shape, out _, out _))
            return null;
        var tensor = Tensor.Rent(type, shape);
        var rest = tensor.Writable;
        for (var i = 0; i < entries.Count; i++)
        {
            var part = entries[i].Request.Inputs[input].Tensor.Span;
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return tensor;
    }

    private static Tensor? JoinElements(IReadOnlyList<BatchEntry> entries, int input, Shape shape)
    {
        var (count, bytes) = (0L, 0L);
        for (var i = 0; i < entries.Count; i++)
        {
            var part = entries[i].Request.Inputs[input].Tensor;
            count += part.Count;
            bytes += part.Offsets[^1] - part.Offsets[0];
        }

        if (count >= Array.MaxLength || bytes > Array.MaxLength)
            return null;
        var offsets = new int[(int)count + 1];
        var blob = Tensor.RentBuffer((int)bytes);
        var (element, end) = (0, 0);
        for (var i = 0; i < entries.Count; i++)
        {
            var part = entries[i].Request.Inputs[input].Tensor;
            var starts = part.Offsets;
            part.Span[starts[0]..starts[^1]].CopyTo(blob.GetSpan()[end..]);
            for (var k = 1; k < starts.Length; k++)
                offsets[++element] = end + starts[k] - starts[0];
            end = offsets[element];
        }

        return Tensor.WrapElements(shape, blob, offsets);
    }
}
