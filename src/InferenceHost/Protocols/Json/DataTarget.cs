using System.Text;
using Inference.Contracts;

namespace InferenceHost.Protocols.Json;

/// <summary>The tensor that data is read for.</summary>
/// <param name="Type">Its element type, of fixed size or <see cref="DataType.Bytes"/>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Path">Where the data stands.</param>
internal readonly record struct DataTarget(DataType Type, Shape Shape, FieldPath Path)
{
    /// <summary>Where an element or a part of nested data stands: <c>inputs[1].data[7]</c>.</summary>
    public string At(scoped ReadOnlySpan<int> indices)
    {
        var path = new StringBuilder(Path.ToString());
        foreach (var index in indices)
            path.Append('[').Append(index).Append(']');
        return path.ToString();
    }

    /// <summary>The message for data that cannot be as long as the shape asks.</summary>
    public string MiscountHuge(long got) => $"expected more than 2^63-1 {Noun(plural: true)} for shape {Shape}, got {got}";

    /// <summary>The message for data of the wrong length.</summary>
    public string Miscount(long expected, long got) => $"expected {expected} {Noun(expected != 1)} for shape {Shape}, got {got}";

    /// <summary>The message for a part of nested data of the wrong length.</summary>
    public string MiscountAlong(int axis, long got)
    {
        var expected = Shape[axis];
        var noun = axis == Shape.Rank - 1 ? Noun(expected != 1) : expected == 1 ? "array" : "arrays";
        return $"expected {expected} {noun} along axis {axis} of shape {Shape}, got {got}";
    }

    public string Noun(bool plural) => (Type, plural) switch
    {
        (DataType.Bool, false) => "boolean",
        (DataType.Bool, true) => "booleans",
        (DataType.Bytes, false) => "string",
        (DataType.Bytes, true) => "strings",
        (_, false) => "number",
        (_, true) => "numbers",
    };
}
