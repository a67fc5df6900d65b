using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>Reads one entry of an inference request's <c>outputs</c>.</summary>
internal static class InferOutput
{
    private const int Name = 0;
    private const int Parameters = 1;
    private static readonly KeyTable Keys = new("name", "parameters");

    /// <summary>Reads the entry into the draft, or adds what is wrong with it.</summary>
    public static void Read(ref JsonCursor cursor, ref RequestDraft draft, int index)
    {
        var path = new FieldPath("outputs", index);
        if (!FieldReader.Object(ref cursor, path, ref draft.Problems))
            return;
        var name = "";
        var parameters = default(OutputParameters);
        var fields = new ObjectFields(Keys, path);
        while (fields.Next(ref cursor, ref draft.Problems, out var key))
        {
            if (key == Parameters)
                parameters = OutputParameters.Read(ref cursor, ref draft, path.Of("parameters"));
            else if (FieldReader.Text(ref cursor, path.Of("name"), ref draft.Problems, out var utf8))
                name = draft.OutputName(utf8, index);
        }

        if (cursor.Failed)
            return;
        if (!fields.Has(Name))
            fields.Missing(Name, ref draft.Problems);
        draft.Add(new RequestedOutput(name), parameters.IsBinary, parameters.Classes);
    }
}
