namespace Inference.Adapters.Onnx.Signatures;

/// <summary>How a ZipMap's maps become rows of a tensor: one column per class, in the order in which the model names its classes.</summary>
internal sealed class ClassColumns
{
    private readonly int[] columnOfRank;

    /// <param name="labels">Distinct; as numbers or as texts.</param>
    /// <param name="areNumbers">Whether the maps' keys are int64.</param>
    public ClassColumns(string[] labels, bool areNumbers)
    {
        // ONNX Runtime's maps are ordered by key
        columnOfRank = [.. Enumerable.Range(0, labels.Length)];
        if (areNumbers)
            Array.Sort(Array.ConvertAll(labels, long.Parse), columnOfRank);
        else
            Array.Sort(Array.ConvertAll(labels, System.Text.Encoding.UTF8.GetBytes), columnOfRank, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)));
        Description = $"One column per class: {string.Join(", ", labels)}";
    }

    public int Count => columnOfRank.Length;

    /// <summary>For people, and for whoever must find a class's column.</summary>
    public string Description { get; }

    /// <summary>Puts the values of one map, which come ordered by key, into the columns of a row.</summary>
    public void Spread(ReadOnlySpan<float> values, Span<float> row)
    {
        for (var rank = 0; rank < columnOfRank.Length; rank++)
            row[columnOfRank[rank]] = values[rank];
    }
}
