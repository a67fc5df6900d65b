using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>Reads one entry of an inference request's <c>inputs</c>.</summary>
internal ref struct InferInput
{
    private const int Name = 0;
    private const int Type = 1;
    private const int Shape = 2;
    private const int Data = 3;
    private const int Parameters = 4;
    private static readonly KeyTable Keys = new("name", "datatype", "shape", "data", "parameters");

    private readonly FieldPath path;
    private readonly int index;
    private ObjectFields fields;
    private string? name;
    private DataType? type;
    private Shape? shape;
    private InputParameters parameters;
    private JsonMark dataMark;
    private bool isDataRead;
    private Tensor? tensor;

    private InferInput(int index)
    {
        this.index = index;
        path = new FieldPath("inputs", index);
        fields = new ObjectFields(Keys, path);
    }

    /// <summary>Reads the entry into the draft, or adds what is wrong with it.</summary>
    public static void Read(ref JsonCursor cursor, ref RequestDraft draft, ref BinaryPart binary, int index)
    {
        var input = new InferInput(index);
        if (!FieldReader.Object(ref cursor, input.path, ref draft.Problems))
            return;
        while (input.fields.Next(ref cursor, ref draft.Problems, out var key))
            input.ReadField(ref cursor, ref draft, key);
        if (!cursor.Failed)
            input.Finish(ref cursor, ref draft, ref binary);
        if (input.tensor is null)
            return;
        if (!cursor.Failed && input.name is not null)
            draft.Add(input.name, input.tensor);
        else
            input.tensor.Dispose();
    }

    /// <summary>The type where the protocol has it; null, and a problem, for the platform's own.</summary>
    public static DataType? OfProtocol(DataType? type, FieldPath path, ref ProblemList problems)
    {
        if (type is not { } known || !known.IsSingleValue())
            return type;
        problems.Add(path.ToString(), known == DataType.File ? "FILE inputs are not served in this protocol yet; use predict" : $"{known.WireName()} is BYTES in this protocol");
        return null;
    }

    private void ReadField(ref JsonCursor cursor, ref RequestDraft draft, int key)
    {
        switch (key)
        {
            case Name:
                if (FieldReader.Text(ref cursor, path.Of("name"), ref draft.Problems, out var utf8))
                    name = draft.InputName(utf8, index);
                break;
            case Type:
                type = ReadType(ref cursor, ref draft.Problems);
                break;
            case Shape:
                shape = FieldReader.Shape(ref cursor, path.Of("shape"), ref draft.Problems);
                if (shape is { } given && !FieldReader.IsCountable(given, path.Of("shape"), ref draft.Problems))
                    shape = null;
                break;
            case Data:
                dataMark = cursor.Mark;
                if (type is not null && shape is not null)
                    ReadData(ref cursor, ref draft.Problems);
                else
                    cursor.Skip(namedNumbers: true);
                break;
            case Parameters:
                parameters = InputParameters.Read(ref cursor, ref draft, path.Of("parameters"));
                break;
        }
    }

    private readonly DataType? ReadType(ref JsonCursor cursor, ref ProblemList problems) =>
        OfProtocol(FieldReader.DataType(ref cursor, path.Of("datatype"), ref problems), path.Of("datatype"), ref problems);

    private void Finish(ref JsonCursor cursor, ref RequestDraft draft, ref BinaryPart binary)
    {
        for (var key = Name; key <= Shape; key++)
        {
            if (!fields.Has(key))
                fields.Missing(key, ref draft.Problems);
        }

        if (parameters.HasSharedMemory)
            draft.Refuse(InferenceError.At(ErrorCode.NotSupported, path.Of("parameters").ToString(), "shared memory is not served; send the data in the request"));
        else if (parameters.BinarySize is { } size)
        {
            // a negative size was told already
            if (size >= 0)
                ReadBinary(ref draft, ref binary, size);
        }
        else if (!fields.Has(Data))
            fields.Missing(Data, ref draft.Problems);
        else if (!isDataRead && type is not null && shape is not null)
            ReadDataLate(ref cursor, ref draft.Problems);
        if (tensor is null && name is not null && type is { } known && shape is not null)
            SignatureCheck.CheckUnread(draft.Signature, name, known, shape, index, ref draft.Problems);
        if (tensor is not null && name is not null)
            tensor = PlatformText.Convert(tensor, name, parameters.ContentType, path, ref draft);
    }

    private void ReadBinary(ref RequestDraft draft, ref BinaryPart binary, long size)
    {
        if (fields.Has(Data))
            draft.Problems.Add(path.ToString(), "expected either 'data' or 'binary_data_size', got both");
        if (!binary.TryTake(ref draft, size, path, out var bytes) || fields.Has(Data) || type is null || shape is null)
            return;
        tensor = BinaryTensor.Read(type.Value, shape.Value, bytes, path.Of("data"), ref draft.Problems);
    }

    /// <summary>Reads data that came before what is needed to read it.</summary>
    private void ReadDataLate(ref JsonCursor cursor, ref ProblemList problems)
    {
        var end = cursor.Mark;
        cursor.Return(dataMark);
        ReadData(ref cursor, ref problems);
        cursor.Return(end);
    }

    private void ReadData(ref JsonCursor cursor, ref ProblemList problems)
    {
        isDataRead = true;
        tensor = TensorReader.Read(ref cursor, type!.Value, shape, path.Of("data"), ref problems);
        if (tensor is not null)
            return;
        cursor.Return(dataMark);
        cursor.Skip(namedNumbers: true);
    }
}
