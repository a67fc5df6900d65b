using Inference.Adapters.Onnx.Files;
using Inference.Contracts;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Inference.Adapters.Onnx.Signatures;

/// <summary>
/// Makes the signature of an open session, whose types and shapes are inferred and thus better than the file's; ranks that are unknown, descriptions
/// and class labels come from the file.
/// </summary>
internal sealed class SignatureReader
{
    private readonly InferenceSession session;
    private readonly ModelDescription description;
    private readonly SymbolicDimensions symbols = new();
    private readonly Dictionary<string, ClassColumns> classColumns = new(StringComparer.Ordinal);
    private readonly HashSet<string> batchSymbols = new(StringComparer.Ordinal);
    private bool canBatch = true;

    private SignatureReader(InferenceSession session, ModelDescription description)
    {
        this.session = session;
        this.description = description;
    }

    public static ModelInterface Read(InferenceSession session, ModelDescription description) => new SignatureReader(session, description).Read();

    private ModelInterface Read()
    {
        List<TensorSpec> inputs = [.. session.InputNames.Select(ReadRequiredInput)];
        inputs.AddRange(session.OverridableInitializerMetadata.Select(ReadOptionalInput));

        // the file's order, in which required and optional ones may be mixed
        var order = description.Inputs.Select((input, index) => (input.Name, index)).DistinctBy(static i => i.Name).ToDictionary(StringComparer.Ordinal);
        TensorSpec[] ordered = [.. inputs.OrderBy(input => order.GetValueOrDefault(input.Name, int.MaxValue))];
        TensorSpec[] outputs = [.. session.OutputNames.Select(ReadOutput)];
        canBatch &= batchSymbols.Count <= 1 && ordered.Length > 0;
        return new ModelInterface(new Signature(ordered, outputs, canBatch ? 0 : null), classColumns, symbols);
    }

    private TensorSpec ReadRequiredInput(string name) => ReadInput(name, session.InputMetadata[name]);

    private TensorSpec ReadOptionalInput(KeyValuePair<string, NodeMetadata> input) => ReadInput(input.Key, input.Value) with { IsOptional = true };

    private TensorSpec ReadInput(string name, NodeMetadata metadata)
    {
        var declared = description.Inputs.Find(input => input.Name == name);
        var tensor = Tensor(metadata);
        symbols.Add(name, tensor);
        return ReadTensor(name, declared, tensor) with { IsOptional = metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_OPTIONAL };
    }

    private TensorSpec ReadOutput(string name)
    {
        var metadata = session.OutputMetadata[name];
        var declared = description.Outputs.Find(output => output.Name == name);
        if (metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR)
            return ReadTensor(name, declared, metadata);

        // only where the file does not declare it; an optional may turn out to be nothing, which ONNX Runtime's API does not survive being asked about
        if (metadata.OnnxValueType != OnnxValueType.ONNX_TYPE_SEQUENCE || !description.ZipMaps.TryGetValue(name, out var labels))
            throw new NotSupportedException($"output '{name}' is no tensor");

        var keys = metadata.AsSequenceMetadata().ElementMeta.AsMapMetadata().KeyDataType;
        var columns = new ClassColumns(labels, keys == TensorElementType.Int64);
        classColumns.Add(name, columns);
        return new TensorSpec(name, DataType.Fp32, new Shape(-1, columns.Count)) { Description = Join(declared?.Description, columns.Description) };
    }

    private TensorSpec ReadTensor(string name, ValueInfo? declared, NodeMetadata tensor)
    {
        if (!ElementTypes.TryMap((int)tensor.ElementDataType, out var type))
            throw new NotSupportedException($"'{name}' has the element type {ElementTypes.OnnxName((int)tensor.ElementDataType)}");
        var dimensions = Array.ConvertAll(tensor.Dimensions, static dimension => (long)dimension);
        Shape? shape = HasRank(declared, dimensions) ? new Shape(dimensions) : null;
        NoteBatch(shape, tensor);
        return new TensorSpec(name, type, shape) { Description = declared?.Description };
    }

    // ONNX Runtime gives an unknown rank as a scalar's
    private static bool HasRank(ValueInfo? declared, long[] dimensions) => dimensions.Length > 0 || declared is null || declared.Type.Required.HasShape;

    private void NoteBatch(Shape? shape, NodeMetadata tensor)
    {
        canBatch &= shape is { Rank: > 0 } known && known[0] == -1;
        if (canBatch && tensor.SymbolicDimensions[0].Length > 0)
            batchSymbols.Add(tensor.SymbolicDimensions[0]);
    }

    private static NodeMetadata Tensor(NodeMetadata metadata) =>
        metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_OPTIONAL ? metadata.AsOptionalMetadata().ElementMeta : metadata;

    private static string Join(string? one, string other) => one is null ? other : $"{one} {other}";
}
