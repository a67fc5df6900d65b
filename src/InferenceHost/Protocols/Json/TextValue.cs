using System.Text.Unicode;
using Inference.Contracts;

namespace InferenceHost.Protocols.Json;

/// <summary>What makes bytes a value of type <c>str</c>, <c>FILE</c> or <c>dict</c>.</summary>
internal static class TextValue
{
    /// <summary>Why bytes are no value of the type; null where they are.</summary>
    public static string? Fault(DataType type, ReadOnlySpan<byte> text)
    {
        if (type != DataType.Dict)
            return Utf8.IsValid(text) ? null : "expected UTF-8 text";
        var cursor = new JsonCursor(text);
        if (cursor.PeekKind() != JsonKind.Object)
            return "expected the JSON text of an object";
        return cursor.Skip() && cursor.AtEnd() ? null : $"expected the JSON text of an object: {cursor.Error!.Message}";
    }
}
