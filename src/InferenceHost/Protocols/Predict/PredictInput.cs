using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;

namespace InferenceHost.Protocols.Predict;

/// <summary>Reads one entry of a predict request's <c>inputs</c>.</summary>
internal ref struct PredictInput
{
    private const int Name = 0;
    private const int Type = 1;
    private const int Shape = 2;
    private const int Data = 3;
    private const int ContentType = 4;
    private static readonly KeyTable Keys = new("name", "datatype", "shape", "data", "content_type");

    private readonly FieldPath path;
    private readonly int index;
    private ObjectFields fields;
    private bool isShapeKnown;
    private string? name;
    private string? contentType;
    private DataType? type;
    private Shape? shape;
    private JsonMark dataMark;
    private Tensor? tensor;
    private bool isDataRead;

    private PredictInput(int index)
    {
        this.index = index;
        path = new FieldPath("inputs", index);
        fields = new ObjectFields(Keys, path);
    }

    /// <summary>Reads the entry into the draft, or adds what is wrong with it.</summary>
    public static void Read(ref JsonCursor cursor, ref RequestDraft draft, int index)
    {
        var input = new PredictInput(index);
        if (!FieldReader.Object(ref cursor, input.path, ref draft.Problems))
            return;
        while (input.fields.Next(ref cursor, ref draft.Problems, out var key))
            input.ReadField(ref cursor, ref draft, key);
        input.Finish(ref cursor, ref draft);
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
                type = FieldReader.DataType(ref cursor, path.Of("datatype"), ref draft.Problems);
                break;
            case Shape:
                var before = draft.Problems.Count;
                shape = PredictShape.Read(ref cursor, path.Of("shape"), ref draft.Problems);
                isShapeKnown = draft.Problems.Count == before;
                break;
            case Data:
                dataMark = cursor.Mark;
                if (type is { } known && !known.IsSingleValue() && isShapeKnown && shape is not null)
                    ReadData(ref cursor, ref draft);
                else
                    cursor.Skip(namedNumbers: true);
                break;
            case ContentType:
                contentType = FieldReader.OptionalText(ref cursor, path.Of("content_type"), ref draft.Problems);
                break;
        }
    }

    private void Finish(ref JsonCursor cursor, ref RequestDraft draft)
    {
        if (cursor.Failed)
        {
            tensor?.Dispose();
            return;
        }

        if (!fields.Has(Name))
            fields.Missing(Name, ref draft.Problems);
        if (!fields.Has(Type))
            fields.Missing(Type, ref draft.Problems);
        if (!fields.Has(Data))
            fields.Missing(Data, ref draft.Problems);
        else if (!isDataRead && type is not null && (isShapeKnown || !fields.Has(Shape)))
            ReadDataLate(ref cursor, ref draft);
        if (name is not null && tensor is not null)
            draft.Add(name, tensor);
        else
            tensor?.Dispose();
        if (name is not null && tensor is null && type is { } known && (isShapeKnown || !fields.Has(Shape)))
            SignatureCheck.CheckUnread(draft.Signature, name, known, shape, index, ref draft.Problems);
    }

    /// <summary>Reads data that came before what is needed to read it.</summary>
    private void ReadDataLate(ref JsonCursor cursor, ref RequestDraft draft)
    {
        var end = cursor.Mark;
        cursor.Return(dataMark);
        ReadData(ref cursor, ref draft);
        cursor.Return(end);
    }

    private void ReadData(ref JsonCursor cursor, ref RequestDraft draft)
    {
        isDataRead = true;
        var data = path.Of("data");
        tensor = type!.Value switch
        {
            DataType.Str or DataType.File => ReadText(ref cursor, data, ref draft.Problems),
            DataType.Dict => ReadDict(ref cursor, data, ref draft.Problems),
            _ when shape is { } given && !FieldReader.IsCountable(given, path.Of("shape"), ref draft.Problems) => null,
            _ => TensorReader.Read(ref cursor, type.Value, shape, data, ref draft.Problems),
        };
        if (tensor is not null)
            return;
        cursor.Return(dataMark);
        cursor.Skip(namedNumbers: true);
    }

    private readonly Tensor? ReadText(ref JsonCursor cursor, FieldPath data, ref ProblemList problems) =>
        FieldReader.Text(ref cursor, data, ref problems, out var text) ? Tensor.FromText(type!.Value, text, shape ?? default, contentType) : null;

    /// <summary>The object as it is written; what its keys are is the model's affair.</summary>
    private readonly Tensor? ReadDict(ref JsonCursor cursor, FieldPath data, ref ProblemList problems)
    {
        if (cursor.PeekKind() != JsonKind.Object)
        {
            Mismatch.Add(ref cursor, data, "an object", ref problems);
            return null;
        }

        var mark = cursor.Mark;
        return cursor.Skip() ? Tensor.FromText(DataType.Dict, cursor.Since(mark), shape ?? default, contentType) : null;
    }
}
