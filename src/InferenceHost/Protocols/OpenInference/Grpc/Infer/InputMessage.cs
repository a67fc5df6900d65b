using System.Buffers;
using Inference.Contracts;
using InferenceHost.Components;
using InferenceHost.Protocols.Json;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc.Infer;

/// <summary>One <c>InferInputTensor</c>, read but for its data.</summary>
internal struct InputMessage
{
    private const int StackName = 256;
    private readonly int index;
    private readonly FieldPath path;
    private ReadOnlySequence<byte> name;
    private DataType? type;
    private bool isTyped;
    private Shape? shape;
    private string? contentType;
    private bool hasSharedMemory;
    private ReadOnlySequence<byte> contents;
    private int contentsRead;

    private InputMessage(int index)
    {
        this.index = index;
        path = new FieldPath("inputs", index);
    }

    /// <summary>Whether the data comes with the input, and not in <c>raw_input_contents</c>.</summary>
    public readonly bool HasContents => !contents.IsEmpty;

    /// <summary>False where the message is malformed.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> message, int index, scoped ref RequestDraft draft, out InputMessage input)
    {
        input = new InputMessage(index);
        Span<long> dimensions = stackalloc long[FieldReader.MostDimensions];
        var rank = 0;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var wire))
        {
            if (field == InferFields.TensorShape && wire is WireType.Bytes or WireType.Varint)
                input.ReadDimensions(ref reader, wire, dimensions, ref rank, ref draft.Problems);
            else if (wire != WireType.Bytes)
                reader.Skip(wire);
            else if (!input.TryReadField(ref reader, field, ref draft))
                return false;
        }

        if (rank <= dimensions.Length)
            input.shape = new Shape(dimensions[..rank].ToArray());
        if (input.shape is { } given && !FieldReader.IsCountable(given, input.path.Of("shape"), ref draft.Problems))
            input.shape = null;
        return !reader.Failed;
    }

    /// <summary>Makes the tensor and gives it to the draft, or says what is wrong.</summary>
    /// <param name="draft">The request.</param>
    /// <param name="raw">Its data, where it does not come with the input.</param>
    /// <param name="rawIndex">Which entry of <c>raw_input_contents</c> that is; below zero where there is none.</param>
    public readonly void Finish(ref RequestDraft draft, in ReadOnlySequence<byte> raw, int rawIndex)
    {
        if (name.IsEmpty)
            draft.Problems.Add(path.Of("name").ToString(), "missing");
        if (!isTyped)
            draft.Problems.Add(path.Of("datatype").ToString(), "missing");
        if (hasSharedMemory)
            draft.Refuse(InferenceError.At(ErrorCode.NotSupported, path.Of("parameters").ToString(), "shared memory is not served; send the data in the request"));
        else if (contentsRead > 1)
            draft.Problems.Add(path.Of("contents").ToString(), "given twice");
        else if (!name.IsEmpty && type is { } known && shape is { } given)
            Add(ref draft, ReadData(known, given, raw, rawIndex, ref draft.Problems));
    }

    private readonly Tensor? ReadData(DataType known, Shape given, in ReadOnlySequence<byte> raw, int rawIndex, ref ProblemList problems)
    {
        if (rawIndex >= 0)
            return BinaryTensor.Read(known, given, raw, new FieldPath("raw_input_contents", rawIndex), ref problems);

        // no contents are those of a tensor without elements, of whatever type
        return contents.IsEmpty && given.TryCountElements(out var count) && count == 0
            ? BinaryTensor.Read(known, given, contents, path.Of("contents"), ref problems)
            : TypedContents.Read(known, given, contents, path.Of("contents"), ref problems);
    }

    private readonly void Add(ref RequestDraft draft, Tensor? tensor)
    {
        Span<byte> flat = stackalloc byte[StackName];
        var utf8 = name.IsSingleSegment ? name.FirstSpan : name.Length > StackName ? name.ToArray() : flat[..(int)name.Length];
        if (!name.IsSingleSegment && name.Length <= StackName)
            name.CopyTo(flat);
        var known = draft.InputName(utf8, index);
        if (tensor is null)
            SignatureCheck.CheckUnread(draft.Signature, known, type!.Value, shape, index, ref draft.Problems);
        else if (PlatformText.Convert(tensor, known, contentType, path, ref draft) is { } converted)
            draft.Add(known, converted);
    }

    private bool TryReadField(ref ProtoReader reader, int field, ref RequestDraft draft)
    {
        var value = reader.Bytes();
        switch (field)
        {
            case InferFields.TensorName:
                name = value;
                return true;
            case InferFields.TensorType:
                isTyped = !value.IsEmpty;
                type = isTyped ? InferInput.OfProtocol(FieldReader.TypeNamed(ByteText.Flat(value), path.Of("datatype"), ref draft.Problems), path.Of("datatype"), ref draft.Problems) : null;
                return true;
            case InferFields.TensorContents:
                contents = value;
                contentsRead += value.IsEmpty ? 0 : 1;
                return true;
            case InferFields.TensorParameters:
                if (!ParameterReader.TryRead(value, out var parameter, out var given))
                    return false;
                contentType = parameter == "content_type" ? given as string : contentType;
                hasSharedMemory |= parameter == "shared_memory_region";
                return true;
            default:
                return true;
        }
    }

    private readonly void ReadDimensions(ref ProtoReader reader, WireType wire, scoped Span<long> dimensions, ref int rank, ref ProblemList problems)
    {
        var numbers = wire == WireType.Bytes ? new ProtoReader(reader.Bytes()) : reader;
        do
        {
            if (numbers.AtEnd)
                break;
            var dimension = (long)numbers.Varint();
            if (rank < dimensions.Length)
                dimensions[rank] = dimension;
            else if (rank == dimensions.Length)
                problems.Add(path.Of("shape").ToString(), $"expected at most {dimensions.Length} dimensions");
            rank++;
        }
        while (wire == WireType.Bytes);
        if (wire == WireType.Varint)
            reader = numbers;
        else if (numbers.Failed)
            reader.Fail();
    }
}
