using Inference.Contracts;

namespace InferenceHost.Batching;

/// <summary>
/// What must be equal in two requests for one run to serve both: names, types and trailing shapes of the inputs, the outputs asked for, and parameters. Read from the request, which must
/// be alive while it is compared.
/// </summary>
internal sealed class BatchKind : IEquatable<BatchKind>
{
    private readonly InferenceRequest request;
    private readonly int hash;

    private BatchKind(InferenceRequest request)
    {
        this.request = request;
        hash = HashOf(request);
    }

    /// <summary>The kind and the rows of a request; null of one that can only be run by itself: it has no rows, or different numbers of them, or files.</summary>
    public static BatchKind? Of(InferenceRequest request, out int rows)
    {
        rows = 0;
        if (request.ScratchFolder is not null || request.Inputs.Count == 0)
            return null;
        for (var i = 0; i < request.Inputs.Count; i++)
        {
            var tensor = request.Inputs[i].Tensor;
            if (tensor.Type.IsSingleValue() || tensor.Shape.Rank == 0 || tensor.Shape[0] is < 1 or > int.MaxValue || (i > 0 && tensor.Shape[0] != rows))
                return null;
            rows = (int)tensor.Shape[0];
        }

        return new BatchKind(request);
    }

    /// <summary>Rows of a request that is run by itself; 1 where it has none.</summary>
    public static int RowsOf(InferenceRequest request) =>
        request.Inputs is [{ Tensor: { Shape: { Rank: > 0 } shape } tensor }, ..] && !tensor.Type.IsSingleValue() ? (int)Math.Min(shape[0], int.MaxValue) : 1;

    public bool Equals(BatchKind? other) =>
        ReferenceEquals(this, other)
        || (other is not null && hash == other.hash && AreInputsEqual(request.Inputs, other.request.Inputs)
            && AreEqual(request.RequestedOutputs, other.request.RequestedOutputs) && AreEqual(request.Parameters, other.request.Parameters));

    public override bool Equals(object? obj) => Equals(obj as BatchKind);

    public override int GetHashCode() => hash;

    private static bool AreInputsEqual(IReadOnlyList<NamedTensor> left, IReadOnlyList<NamedTensor> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            var (one, other) = (left[i], right[i]);
            if (one.Name != other.Name || one.Tensor.Type != other.Tensor.Type || one.Tensor.ContentType != other.Tensor.ContentType
                || !one.Tensor.Shape.Dimensions[1..].SequenceEqual(other.Tensor.Shape.Dimensions[1..]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqual<T>(IReadOnlyList<T> left, IReadOnlyList<T> right)
        where T : IEquatable<T>
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!left[i].Equals(right[i]))
                return false;
        }

        return true;
    }

    private static int HashOf(InferenceRequest request)
    {
        var hash = default(HashCode);
        foreach (var (name, tensor) in request.Inputs)
        {
            hash.Add(name);
            hash.Add(tensor.Type);
            foreach (var dimension in tensor.Shape.Dimensions[1..])
                hash.Add(dimension);
        }

        hash.Add(request.RequestedOutputs.Count);
        hash.Add(request.Parameters.Count);
        return hash.ToHashCode();
    }
}
