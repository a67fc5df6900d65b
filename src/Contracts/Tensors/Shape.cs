using System.Diagnostics.CodeAnalysis;

namespace Inference.Contracts;

/// <summary>
/// The dimensions of a tensor, outermost first; no dimensions is a scalar. In a <see cref="Signature"/> a dimension of -1 may have any length.
/// Immutable: the array given is owned by the shape from then on.
/// </summary>
public readonly struct Shape : IEquatable<Shape>
{
    private readonly long[]? dimensions;

    public Shape(params long[] dimensions) => this.dimensions = dimensions;

    /// <summary>No dimensions: one element.</summary>
    public static Shape Scalar => default;

    /// <summary>The number of dimensions.</summary>
    public int Rank => dimensions?.Length ?? 0;

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<long> Dimensions => dimensions;

    /// <summary>Whether every dimension is known, that is not -1.</summary>
    public bool IsFixed => Dimensions.IndexOf(-1) < 0;

    /// <summary>The dimensions as the array the shape holds; not to be written to.</summary>
    [SuppressMessage("Performance", "CA1819", Justification = "ONNX Runtime takes an array; a copy per request would cost an allocation.")]
    public long[] AsArray => dimensions ?? [];

    public long this[int axis] => Dimensions[axis];

    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>The number of elements; false where a dimension is negative or the product is over <see cref="long.MaxValue"/>.</summary>
    public bool TryCountElements(out long count)
    {
        count = 0;
        if (Dimensions.IndexOfAnyInRange(long.MinValue, -1) >= 0)
            return false;
        if (Dimensions.Contains(0))
            return true;

        count = 1;
        foreach (var dimension in Dimensions)
        {
            if (count > long.MaxValue / dimension)
                return false;
            count *= dimension;
        }

        return true;
    }

    /// <summary>Whether a tensor of <paramref name="actual"/> dimensions may stand where this shape is asked for: same rank, -1 matches any length.</summary>
    public bool Accepts(Shape actual)
    {
        if (actual.Rank != Rank)
            return false;
        for (var axis = 0; axis < Rank; axis++)
        {
            if (this[axis] != -1 && this[axis] != actual[axis])
                return false;
        }

        return true;
    }

    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>As in JSON: <c>[1,-1,64]</c>.</summary>
    public override string ToString() => $"[{string.Join(',', AsArray)}]";
}
