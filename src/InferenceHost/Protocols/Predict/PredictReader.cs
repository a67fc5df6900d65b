using System.Buffers;
using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.Predict;

/// <summary>
/// Reads the body of a predict request. Keys come in any order; <c>model_key</c> and keys that are not known are passed over. Syntax errors have code
/// <see cref="ErrorCode.MalformedRequest"/> and a byte offset, all else <see cref="ErrorCode.InvalidInput"/>, told together.
/// </summary>
internal static class PredictReader
{
    private const int Inputs = 0;
    private const int OutputFields = 1;
    private const int Parameters = 2;
    private static readonly KeyTable Keys = new("inputs", "output_fields", "parameters");

    /// <param name="body">The whole body, decoded.</param>
    /// <param name="signature">Lends its names; whether the request fits it is not looked at.</param>
    public static Outcome<RequestBody> Read(in ReadOnlySequence<byte> body, Signature signature)
    {
        var cursor = new JsonCursor(body);
        var draft = new RequestDraft(signature);
        if (FieldReader.Object(ref cursor, new FieldPath(""), ref draft.Problems))
            ReadFields(ref cursor, ref draft);
        cursor.AtEnd();
        return draft.Finish(cursor.Error);
    }

    private static void ReadFields(ref JsonCursor cursor, ref RequestDraft draft)
    {
        var fields = new ObjectFields(Keys, new FieldPath(""));
        while (fields.Next(ref cursor, ref draft.Problems, out var key))
        {
            switch (key)
            {
                case Inputs:
                    ReadInputs(ref cursor, ref draft);
                    break;
                case OutputFields:
                    ReadOutputs(ref cursor, ref draft);
                    break;
                case Parameters:
                    PredictParameters.Read(ref cursor, ref draft);
                    break;
            }
        }

        if (!fields.Has(Inputs))
            fields.Missing(Inputs, ref draft.Problems);
    }

    private static void ReadInputs(ref JsonCursor cursor, ref RequestDraft draft)
    {
        var list = new FieldPath("inputs");
        if (!FieldReader.Array(ref cursor, list, ref draft.Problems))
            return;
        var index = 0;
        for (var first = true; cursor.NextElement(ref first); index++)
        {
            if (draft.HasRoom(list, index, draft.Signature.Inputs.Count))
                PredictInput.Read(ref cursor, ref draft, index);
            else
                cursor.Skip(namedNumbers: true);
        }
    }

    private static void ReadOutputs(ref JsonCursor cursor, ref RequestDraft draft)
    {
        var list = new FieldPath("output_fields");
        if (cursor.PeekKind() == JsonKind.Null)
        {
            cursor.ReadNull();
            return;
        }

        if (!FieldReader.Array(ref cursor, list, ref draft.Problems))
            return;
        var index = 0;
        for (var first = true; cursor.NextElement(ref first); index++)
        {
            if (draft.HasRoom(list, index, draft.Signature.Outputs.Count))
                PredictOutput.Read(ref cursor, ref draft, index);
            else
                cursor.Skip(namedNumbers: true);
        }
    }
}
