using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.Predict;

/// <summary>Reads a predict request's <c>parameters</c>: a list of <c>[name, value]</c> pairs or <c>{"name","value"}</c> objects, mixed as one likes, or one object.</summary>
internal static class PredictParameters
{
    private const int Name = 0;
    private const int Value = 1;
    private static readonly KeyTable Keys = new("name", "value");
    private static readonly KeyTable NoneKnown = new();
    private static readonly FieldPath List = new("parameters");

    public static void Read(ref JsonCursor cursor, ref RequestDraft draft)
    {
        switch (cursor.PeekKind())
        {
            case JsonKind.Null:
                cursor.ReadNull();
                break;
            case JsonKind.Object:
                ReadObject(ref cursor, ref draft);
                break;
            default:
                ReadList(ref cursor, ref draft);
                break;
        }
    }

    private static void ReadObject(ref JsonCursor cursor, ref RequestDraft draft)
    {
        if (!cursor.BeginObject())
            return;
        var names = new ParameterNames(NoneKnown, List);
        for (var first = true; cursor.NextProperty(ref first, out var utf8);)
        {
            if (names.Add(ref cursor, ref draft, utf8) is { } name && ReadValue(ref cursor, ref draft, List.Of(name), out var value))
                draft.Add(new Parameter(name, value));
        }
    }

    private static void ReadList(ref JsonCursor cursor, ref RequestDraft draft)
    {
        if (!FieldReader.Array(ref cursor, List, ref draft.Problems))
            return;
        var index = 0;
        for (var first = true; cursor.NextElement(ref first); index++)
        {
            var path = List with { Index = index };
            if (!draft.HasRoom(List, index))
                cursor.Skip();
            else if (cursor.PeekKind() == JsonKind.Object)
                ReadNamed(ref cursor, ref draft, path);
            else
                ReadPair(ref cursor, ref draft, path);
        }
    }

    private static void ReadPair(ref JsonCursor cursor, ref RequestDraft draft, FieldPath path)
    {
        if (!FieldReader.Array(ref cursor, path, ref draft.Problems))
            return;
        string? name = null;
        object? value = null;
        var isRead = true;
        var count = 0;
        for (var first = true; cursor.NextElement(ref first); count++)
        {
            if (count == 0 && (isRead = FieldReader.Text(ref cursor, path, ref draft.Problems, out var utf8)))
                name = Encoding.UTF8.GetString(utf8);
            else if (count == 1)
                isRead &= ReadValue(ref cursor, ref draft, path, out value);
            else if (count > 1)
                cursor.Skip();
        }

        if (cursor.Failed || !isRead)
            return;
        if (count == 2)
            draft.Add(new Parameter(name!, value));
        else
            draft.Problems.Add(path.ToString(), $"expected a pair of name and value, got {count} elements");
    }

    private static void ReadNamed(ref JsonCursor cursor, ref RequestDraft draft, FieldPath path)
    {
        if (!cursor.BeginObject())
            return;
        string? name = null;
        object? value = null;
        var isRead = true;
        var fields = new ObjectFields(Keys, path);
        while (fields.Next(ref cursor, ref draft.Problems, out var key))
        {
            if (key == Value)
                isRead &= ReadValue(ref cursor, ref draft, path.Of("value"), out value);
            else if (FieldReader.Text(ref cursor, path.Of("name"), ref draft.Problems, out var utf8))
                name = Encoding.UTF8.GetString(utf8);
        }

        if (cursor.Failed)
            return;
        if (!fields.Has(Name))
            fields.Missing(Name, ref draft.Problems);
        if (!fields.Has(Value))
            fields.Missing(Value, ref draft.Problems);
        if (isRead && name is not null)
            draft.Add(new Parameter(name, value));
    }

    private static bool ReadValue(ref JsonCursor cursor, ref RequestDraft draft, FieldPath path, out object? value) =>
        FieldReader.Scalar(ref cursor, path, isNullTaken: true, ref draft.Problems, out value);
}
