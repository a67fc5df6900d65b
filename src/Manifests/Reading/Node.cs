namespace Inference.Manifests.Reading;

/// <summary>A YAML value with the place it begins at. Immutable; an anchored node stands in every place that refers to it.</summary>
internal abstract class Node(int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>How many nodes there are from here down once every alias is written out.</summary>
    public abstract long Weight { get; }

    /// <summary>What it is, for a message; a value is quoted only where it may be shown.</summary>
    public abstract string Describe(bool hideValue);

    /// <summary>The weight of a collection of these; it stops growing long before it could overflow.</summary>
    protected static long Sum(IEnumerable<Node> children)
    {
        var sum = 1L;
        foreach (var child in children)
            sum = Math.Min(sum + child.Weight, int.MaxValue);
        return sum;
    }
}
