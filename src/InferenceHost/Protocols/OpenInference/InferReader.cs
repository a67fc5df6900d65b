using System.Buffers;
using System.Text;
using Inference.Contracts;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>
/// Reads the body of an Open Inference Protocol inference request: JSON, JSON with tensors' bytes behind it, or one tensor's bytes alone
/// (<c>binary_tensor_data</c> extension). Keys come in any order, those not known are passed over. Syntax errors and lengths that lie have code
/// <see cref="ErrorCode.MalformedRequest"/>, all else <see cref="ErrorCode.InvalidInput"/>, told together; shared memory, sequences and <c>FILE</c>
/// inputs <see cref="ErrorCode.NotSupported"/>.
/// </summary>
internal static class InferReader
{
    private const int Inputs = 0;
    private const int Outputs = 1;
    private const int Parameters = 2;
    private const int Id = 3;
    private static readonly KeyTable Keys = new("inputs", "outputs", "parameters", "id");

    /// <param name="body">The whole body, decoded.</param>
    /// <param name="headerLength">The value of <c>Inference-Header-Content-Length</c>: bytes of the JSON part, 0 for a raw tensor; null where the header is absent, and all is JSON.</param>
    /// <param name="signature">Lends its names, and the type and shape of a raw tensor; whether the request fits it is not looked at.</param>
    public static Outcome<RequestBody> Read(in ReadOnlySequence<byte> body, int? headerLength, Signature signature)
    {
        var jsonLength = headerLength ?? body.Length;
        if (jsonLength < 0 || jsonLength > body.Length)
        {
            return new InferenceError(
                ErrorCode.MalformedRequest,
                $"{BinaryTensor.HeaderName} is {jsonLength}, but the body has {body.Length} bytes");
        }

        if (headerLength == 0)
            return RawRequest.Read(body, signature);
        var cursor = new JsonCursor(body.Slice(0, jsonLength));
        var binary = new BinaryPart(body.Slice(jsonLength));
        var draft = new RequestDraft(signature);
        if (FieldReader.Object(ref cursor, new FieldPath(""), ref draft.Problems))
            ReadFields(ref cursor, ref draft, ref binary);

        // bytes that are left over follow from a size that could not be read: that is what is told then
        if (cursor.AtEnd() && draft.Problems.Count == 0)
            binary.CheckEnd(ref draft);
        return draft.Finish(cursor.Error);
    }

    private static void ReadFields(ref JsonCursor cursor, ref RequestDraft draft, ref BinaryPart binary)
    {
        var fields = new ObjectFields(Keys, new FieldPath(""));
        while (fields.Next(ref cursor, ref draft.Problems, out var key))
        {
            switch (key)
            {
                case Inputs:
                    ReadInputs(ref cursor, ref draft, ref binary);
                    break;
                case Outputs:
                    ReadOutputs(ref cursor, ref draft);
                    break;
                case Parameters:
                    InferParameters.Read(ref cursor, ref draft);
                    break;
                case Id when FieldReader.Text(ref cursor, new FieldPath("id"), ref draft.Problems, out var id):
                    draft.Id = Encoding.UTF8.GetString(id);
                    break;
            }
        }

        if (!fields.Has(Inputs))
            fields.Missing(Inputs, ref draft.Problems);
    }

    private static void ReadInputs(ref JsonCursor cursor, ref RequestDraft draft, ref BinaryPart binary)
    {
        var list = new FieldPath("inputs");
        if (!FieldReader.Array(ref cursor, list, ref draft.Problems))
            return;
        var index = 0;
        for (var first = true; cursor.NextElement(ref first); index++)
        {
            if (draft.HasRoom(list, index, draft.Signature.Inputs.Count))
                InferInput.Read(ref cursor, ref draft, ref binary, index);
            else
                cursor.Skip(namedNumbers: true);
        }
    }

    private static void ReadOutputs(ref JsonCursor cursor, ref RequestDraft draft)
    {
        var list = new FieldPath("outputs");
        if (!FieldReader.Array(ref cursor, list, ref draft.Problems))
            return;
        var index = 0;
        for (var first = true; cursor.NextElement(ref first); index++)
        {
            if (draft.HasRoom(list, index, draft.Signature.Outputs.Count))
                InferOutput.Read(ref cursor, ref draft, index);
            else
                cursor.Skip();
        }
    }
}
