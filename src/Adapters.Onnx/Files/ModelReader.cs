namespace Inference.Adapters.Onnx.Files;

/// <summary>
/// Walks a ModelProto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, whose field numbers stand here) and keeps what the adapter needs to
/// know. Weights are passed over unread, so that a model of gigabytes costs as little as a small one.
/// </summary>
internal sealed class ModelReader
{
    // protobuf's own limit
    private const int MaxDepth = 100;
    private readonly WireReader wire;
    private readonly ModelDescription model = new();
    private int depth;

    private ModelReader(Stream stream) => wire = new WireReader(stream);

    /// <exception cref="InvalidDataException">Not a protocol buffer, or cut off.</exception>
    public static ModelDescription Read(Stream stream)
    {
        var reader = new ModelReader(stream);
        reader.ReadModel(stream.Length);
        return reader.model;
    }

    private void ReadModel(long end)
    {
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsVarint(1))
                model.IrVersion = (long)wire.ReadVarint(end);
            else if (field.IsDelimited(7))
                ReadMainGraph(end);
            else if (field.IsDelimited(20))
                Enter(end, ReadTrainingInfo);
            else if (field.IsDelimited(25))
                Enter(end, ReadFunction);
            else
                wire.Skip(field.Type, end);
        }
    }

    private void ReadMainGraph(long end)
    {
        model.HasGraph = true;
        Enter(end, ReadMainGraphBody);
    }

    private void ReadMainGraphBody(long end)
    {
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsDelimited(11))
                model.Inputs.Add(ReadValueInfo(wire.ReadEnd(end)));
            else if (field.IsDelimited(12))
                model.Outputs.Add(ReadValueInfo(wire.ReadEnd(end)));
            else
                ReadGraphField(field, end, isMain: true);
        }
    }

    private void ReadSubgraph(long end)
    {
        while (wire.TryReadTag(end, out var field))
            ReadGraphField(field, end, isMain: false);
    }

    private void ReadGraphField(WireField field, long end, bool isMain)
    {
        if (field.IsDelimited(1))
            Enter(end, isMain ? ReadMainNode : ReadNode);
        else if (field.IsDelimited(5))
            ReadInitializer(end, isMain);
        else if (field.IsDelimited(15))
            Enter(end, ReadSparseTensor);
        else
            wire.Skip(field.Type, end);
    }

    private void ReadInitializer(long end, bool isMain)
    {
        var name = ReadTensor(wire.ReadEnd(end));
        if (isMain)
            model.Initializers.Add(name);
    }

    private void ReadTrainingInfo(long end) => ReadNested(end, graph1: 1, graph2: 2, node: 0, attribute: 0);

    private void ReadFunction(long end) => ReadNested(end, graph1: 0, graph2: 0, node: 7, attribute: 11);

    // a message of which only graphs, nodes or attributes matter; field 0 is none
    private void ReadNested(long end, int graph1, int graph2, int node, int attribute)
    {
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsDelimited(graph1) || field.IsDelimited(graph2))
                Enter(end, ReadSubgraph);
            else if (field.IsDelimited(node))
                Enter(end, ReadNode);
            else if (field.IsDelimited(attribute))
                Enter(end, ReadAttribute);
            else
                wire.Skip(field.Type, end);
        }
    }

    private void ReadNode(long end) => ReadNested(end, graph1: 0, graph2: 0, node: 0, attribute: 5);

    private void ReadMainNode(long end)
    {
        string? output = null;
        var type = string.Empty;
        List<string>? labels = null;
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsDelimited(2))
                output = wire.ReadText(end);
            else if (field.IsDelimited(4))
                type = wire.ReadText(end);
            else if (field.IsDelimited(5))
                Enter(end, attributeEnd => ReadLabels(attributeEnd, ref labels));
            else
                wire.Skip(field.Type, end);
        }

        if (type == "ZipMap" && output is not null && labels is not null)
            model.ZipMaps[output] = [.. labels];
    }

    private void ReadAttribute(long end)
    {
        List<string>? unused = null;
        ReadLabels(end, ref unused);
    }

    // an attribute, of whose numbers and texts only a ZipMap's are wanted
    private void ReadLabels(long end, ref List<string>? labels)
    {
        var name = string.Empty;
        while (wire.TryReadTag(end, out var field))
        {
            switch (field.Number)
            {
                case 1 when field.Type == WireType.Delimited:
                    name = wire.ReadText(end);
                    break;
                case 5 or 10 when field.Type == WireType.Delimited:
                    ReadTensor(wire.ReadEnd(end));
                    break;
                case 6 or 11 when field.Type == WireType.Delimited:
                    Enter(end, ReadSubgraph);
                    break;
                case 22 or 23 when field.Type == WireType.Delimited:
                    Enter(end, ReadSparseTensor);
                    break;
                case 8 when name == "classlabels_int64s":
                    ReadNumbers(field.Type, end, labels ??= []);
                    break;
                case 9 when name == "classlabels_strings" && field.Type == WireType.Delimited:
                    (labels ??= []).Add(wire.ReadText(end));
                    break;
                default:
                    wire.Skip(field.Type, end);
                    break;
            }
        }
    }

    // one by one, or packed
    private void ReadNumbers(WireType type, long end, List<string> numbers)
    {
        var last = type == WireType.Delimited ? wire.ReadEnd(end) : end;
        do
        {
            numbers.Add(((long)wire.ReadVarint(last)).ToString());
        }
        while (type == WireType.Delimited && wire.Position < last);
    }

    private void ReadSparseTensor(long end)
    {
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsDelimited(1) || field.IsDelimited(2))
                ReadTensor(wire.ReadEnd(end));
            else
                wire.Skip(field.Type, end);
        }
    }

    private string ReadTensor(long end)
    {
        var name = string.Empty;
        List<string>? locations = null;
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsDelimited(8))
                name = wire.ReadText(end);
            else if (field.IsDelimited(13))
                ReadLocation(wire.ReadEnd(end), ref locations);
            else
                wire.Skip(field.Type, end);
        }

        foreach (var location in locations ?? [])
            model.ExternalTensors.Add(new ExternalTensor(name, location));
        return name;
    }

    private void ReadLocation(long end, ref List<string>? locations)
    {
        var key = string.Empty;
        var value = string.Empty;
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsDelimited(1))
                key = wire.ReadText(end);
            else if (field.IsDelimited(2))
                value = wire.ReadText(end);
            else
                wire.Skip(field.Type, end);
        }

        if (key == "location")
            (locations ??= []).Add(value);
    }

    private ValueInfo ReadValueInfo(long end)
    {
        var name = string.Empty;
        string? description = null;
        var type = DeclaredType.Unknown;
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsDelimited(1))
                name = wire.ReadText(end);
            else if (field.IsDelimited(2))
                type = ReadType(end);
            else if (field.IsDelimited(3))
                description = wire.ReadText(end);
            else
                wire.Skip(field.Type, end);
        }

        return new ValueInfo(name, string.IsNullOrWhiteSpace(description) ? null : description, type);
    }

    private DeclaredType ReadType(long parentEnd)
    {
        var type = DeclaredType.Unknown;
        Enter(parentEnd, end =>
        {
            while (wire.TryReadTag(end, out var field))
            {
                if (field.Type == WireType.Delimited && field.Number is 1 or 4 or 5 or 7 or 8 or 9)
                    type = ReadTypeBody((ValueKind)field.Number, wire.ReadEnd(end));
                else
                    wire.Skip(field.Type, end);
            }
        });
        return type;
    }

    private DeclaredType ReadTypeBody(ValueKind kind, long end)
    {
        var elementType = 0;
        var hasShape = false;
        DeclaredType? element = null;
        while (wire.TryReadTag(end, out var field))
        {
            if (field.IsVarint(1))
            {
                elementType = (int)wire.ReadVarint(end);
            }
            else if (field.Type == WireType.Delimited && field.Number == (kind == ValueKind.Map ? 2 : 1))
            {
                element = ReadType(end);
            }
            else
            {
                hasShape |= field.IsDelimited(2);
                wire.Skip(field.Type, end);
            }
        }

        return new DeclaredType(kind, elementType, hasShape, element);
    }

    private void Enter(long end, Action<long> read)
    {
        if (++depth > MaxDepth)
            throw new InvalidDataException($"nested more than {MaxDepth} deep");
        read(wire.ReadEnd(end));
        depth--;
    }
}
