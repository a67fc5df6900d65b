using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.Predict;

/// <summary>Reads one entry of a predict request's <c>output_fields</c>: a name, and what else the caller says of the output.</summary>
internal static class PredictOutput
{
    private const int Name = 0;
    private const int Type = 1;
    private const int Shape = 2;
    private const int Data = 3;
    private const int ContentType = 4;
    private static readonly KeyTable Keys = new("name", "datatype", "shape", "data", "content_type");

    /// <summary>Reads the entry into the draft, or adds what is wrong with it.</summary>
    public static void Read(ref JsonCursor cursor, ref RequestDraft draft, int index)
    {
        var path = new FieldPath("output_fields", index);
        if (!FieldReader.Object(ref cursor, path, ref draft.Problems))
            return;
        var output = new RequestedOutput("");
        var fields = new ObjectFields(Keys, path);
        while (fields.Next(ref cursor, ref draft.Problems, out var key))
            output = ReadField(ref cursor, ref draft, output, key, index);
        if (cursor.Failed)
            return;
        if (!fields.Has(Name))
            fields.Missing(Name, ref draft.Problems);
        draft.Add(output);
    }

    private static RequestedOutput ReadField(ref JsonCursor cursor, ref RequestDraft draft, RequestedOutput output, int key, int index)
    {
        var path = new FieldPath("output_fields", index, Keys[key]);
        // null says nothing, as if the property were not there
        var isNull = cursor.PeekKind() == JsonKind.Null && key == Type && cursor.ReadNull();
        return key switch
        {
            Name when FieldReader.Text(ref cursor, path, ref draft.Problems, out var name) => output with { Name = draft.OutputName(name, index) },
            Type when !isNull => output with { Type = FieldReader.DataType(ref cursor, path, ref draft.Problems) },
            Shape => output with { Shape = PredictShape.Read(ref cursor, path, ref draft.Problems) },
            Data => output with { Data = FieldReader.OptionalText(ref cursor, path, ref draft.Problems) },
            ContentType => output with { ContentType = FieldReader.OptionalText(ref cursor, path, ref draft.Problems) },
            _ => output,
        };
    }
}
