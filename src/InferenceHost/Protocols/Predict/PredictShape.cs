using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.Predict;

/// <summary>A shape as predict takes it: an array, one integer for one dimension, or null for none.</summary>
internal static class PredictShape
{
    /// <summary>The shape; null where there is none, and where something is wrong.</summary>
    public static Shape? Read(ref JsonCursor cursor, FieldPath path, ref ProblemList problems)
    {
        switch (cursor.PeekKind())
        {
            case JsonKind.Null:
                cursor.ReadNull();
                return null;
            case JsonKind.Number:
                return FieldReader.Integer(ref cursor, path, ref problems, out var length) ? new Shape(length) : null;
            default:
                return FieldReader.Shape(ref cursor, path, ref problems);
        }
    }
}
