using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Inference.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Inference.Adapters.Python.Exchange;

/// <summary>
/// Makes frames for a worker, one at a time, in memory that is kept for the next. What is large is written to shared memory at once. Not for several threads.
/// </summary>
internal sealed class FrameWriter(SafeFileHandle shared) : IDisposable
{
    private const long KeptShared = 16 << 20;
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };
    private readonly ArrayBufferWriter<byte> text = new(1024);
    private readonly ArrayBufferWriter<byte> blob = new(1024);
    private readonly Utf8JsonWriter json = new(Stream.Null, Options);
    private byte[] frame = new byte[4096];
    private long sharedLength;
    private long sharedStart;
    private long sharedEnd;
    private long sharedUsed;

    public void Dispose() => json.Dispose();

    /// <summary>What a worker is told first.</summary>
    public ReadOnlySpan<byte> Start(PythonOptions options, string modelKey)
    {
        Begin();
        json.WriteStartObject();
        json.WriteString("function"u8, options.Function);
        json.WriteString("code"u8, options.CodeFolder);
        json.WriteString("model_key"u8, modelKey);
        json.WriteBoolean("numpy"u8, options.NumpyTensors);
        json.WriteEndObject();
        return End(number: 0);
    }

    /// <summary>The types of outputs that the function's docstring names.</summary>
    public ReadOnlySpan<byte> Types(Signature signature)
    {
        Begin();
        json.WriteStartObject();
        json.WriteStartObject("types"u8);
        foreach (var output in signature.Outputs)
        {
            if (output.OtherTypes.Count == 0)
                json.WriteString(output.Name, output.Type.WireName());
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return End(number: 0);
    }

    /// <summary>A request; after this nothing of it is needed any more. Good until the next frame is made.</summary>
    public ReadOnlySpan<byte> Request(InferenceRequest request, Signature signature, long number)
    {
        Begin();
        json.WriteStartObject();
        json.WriteStartArray("parameters"u8);
        for (var i = 0; i < request.Parameters.Count; i++)
            WriteParameter(request.Parameters[i]);
        json.WriteEndArray();
        json.WriteStartArray("inputs"u8);
        for (var i = 0; i < request.Inputs.Count; i++)
            WriteInput(request.Inputs[i]);
        json.WriteEndArray();
        WriteFields(request.RequestedOutputs, signature);
        json.WriteEndObject();
        return End(number);
    }

    /// <summary>
    /// The request is answered. Its memory is used again, and given back where it was unusually much; but not while the function keeps arrays over it: the next request comes behind them.
    /// </summary>
    public void Reuse(bool isKept)
    {
        sharedStart = isKept ? sharedEnd : 0;
        var from = Math.Max(sharedStart, KeptShared);
        if (sharedUsed <= from)
            return;
        Processes.Native.Forget((int)shared.DangerousGetHandle(), from, sharedUsed - from);
        sharedUsed = from;
    }

    private void Begin()
    {
        text.ResetWrittenCount();
        blob.ResetWrittenCount();
        json.Reset(text);
        sharedEnd = sharedStart;
    }

    private ReadOnlySpan<byte> End(long number)
    {
        json.Flush();
        var place = -1L;
        if (text.WrittenCount >= Frame.SharedFrom)
        {
            place = sharedEnd;
            Share(text.WrittenSpan);
        }

        var inline = place < 0 ? text.WrittenSpan : [];
        var length = Frame.RequestHeader + inline.Length + blob.WrittenCount;
        if (frame.Length < length)
            frame = new byte[length + (length / 4)];
        Frame.WriteHeader(frame, text.WrittenCount, blob.WrittenCount, number, place);
        inline.CopyTo(frame.AsSpan(Frame.RequestHeader));
        blob.WrittenSpan.CopyTo(frame.AsSpan(Frame.RequestHeader + inline.Length));
        return frame.AsSpan(0, length);
    }

    private void WriteParameter(Parameter parameter)
    {
        json.WriteStartArray();
        json.WriteStringValue(parameter.Name);
        switch (parameter.Value)
        {
            case bool value:
                json.WriteBooleanValue(value);
                break;
            case long value:
                json.WriteNumberValue(value);
                break;
            case ulong value:
                json.WriteNumberValue(value);
                break;
            case double value when double.IsFinite(value):
                json.WriteNumberValue(value);
                break;
            case string value:
                json.WriteStringValue(value);
                break;
            default:
                json.WriteNullValue();
                break;
        }

        json.WriteEndArray();
    }

    private void WriteInput(NamedTensor input)
    {
        var tensor = input.Tensor;
        json.WriteStartObject();
        json.WriteString("name"u8, input.Name);
        json.WriteString("datatype"u8, tensor.Type.WireName());
        json.WriteString("content_type"u8, tensor.ContentType);
        WriteShape(tensor.Shape);
        if (tensor.Type == DataType.Bytes)
        {
            var encoded = Encode(tensor);
            WritePlace(encoded.AsSpan(0, EncodedLength(tensor)));
            ArrayPool<byte>.Shared.Return(encoded);
        }
        else
        {
            WritePlace(tensor.Span);
        }

        json.WriteEndObject();
    }

    private void WriteFields(IReadOnlyList<RequestedOutput> asked, Signature signature)
    {
        json.WriteBoolean("drop"u8, asked.Count > 0);
        json.WriteStartArray("output_fields"u8);
        for (var i = 0; i < asked.Count; i++)
        {
            var output = asked[i];
            var type = output.Type ?? (signature.TryFindOutput(output.Name, out var spec) ? spec.Type : null);
            WriteField(output.Name, type, output);
        }

        // all are wanted: a function that goes by output_fields is told of those that are known
        for (var i = 0; asked.Count == 0 && i < signature.Outputs.Count; i++)
        {
            if (signature.Outputs[i].Type != DataType.File)
                WriteField(signature.Outputs[i].Name, signature.Outputs[i].Type, asked: null);
        }

        json.WriteEndArray();
    }

    private void WriteField(string name, DataType? type, RequestedOutput? asked)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, name);
        json.WriteString("datatype"u8, type?.WireName());
        json.WriteString("content_type"u8, asked?.ContentType);
        json.WriteString("data"u8, asked?.Data);
        if (asked?.Shape is { } shape)
            WriteShape(shape);
        else
            json.WriteNull("shape"u8);
        json.WriteEndObject();
    }

    private void WriteShape(Shape shape)
    {
        json.WriteStartArray("shape"u8);
        foreach (var dimension in shape.Dimensions)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
    }

    private void WritePlace(ReadOnlySpan<byte> value)
    {
        json.WriteStartArray("at"u8);
        if (value.Length < Frame.SharedFrom && blob.WrittenCount + value.Length <= Frame.MostInline)
        {
            json.WriteNumberValue(0);
            json.WriteNumberValue(blob.WrittenCount);
            blob.Write(value);
        }
        else
        {
            json.WriteNumberValue(1);
            json.WriteNumberValue(sharedEnd);
            Share(value);
        }

        json.WriteNumberValue(value.Length);
        json.WriteEndArray();
    }

    private void Share(ReadOnlySpan<byte> value)
    {
        var end = sharedEnd + value.Length;
        if (end > sharedLength)
        {
            // whole pages, as the worker maps them
            sharedLength = (end + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize;
            RandomAccess.SetLength(shared, sharedLength);
        }

        RandomAccess.Write(shared, value, sharedEnd);
        sharedUsed = Math.Max(sharedUsed, end);
        sharedEnd = (end + Frame.Alignment - 1) / Frame.Alignment * Frame.Alignment;
    }

    private static int EncodedLength(Tensor tensor) => checked((4 * tensor.Count) + tensor.Offsets[^1] - tensor.Offsets[0]);

    /// <summary>Each element behind its length; from the shared pool of arrays.</summary>
    private static byte[] Encode(Tensor tensor)
    {
        var encoded = ArrayPool<byte>.Shared.Rent(EncodedLength(tensor));
        var position = 0;
        for (var i = 0; i < tensor.Count; i++)
        {
            var element = tensor.Element(i);
            BinaryPrimitives.WriteInt32LittleEndian(encoded.AsSpan(position), element.Length);
            element.CopyTo(encoded.AsSpan(position + 4));
            position += 4 + element.Length;
        }

        return encoded;
    }
}
