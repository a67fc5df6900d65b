using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Inference.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Inference.Adapters.Python.Exchange;

/// <summary>
/// Reads what a worker says. Nothing in it is trusted: the worker runs the user's code, which may have written anything anywhere in that process. Every length and offset is held against
/// what there is, and content is copied to memory that the worker does not share before it is looked at. What cannot be is a <see cref="BrokenExchangeException"/>.
/// </summary>
internal static class ReplyReader
{
    private const int MostDimensions = 32;
    private const int MostOutputs = 10_000;

    // as in worker.py; somewhat less than an array can hold
    private const int MostBytes = 0x7fff_0000;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    public static Ready ReadReady(ReadOnlyMemory<byte> text)
    {
        using var document = Parse(text);
        var root = document.RootElement;
        if (root.TryGetProperty("failed"u8, out var failed))
            return new Ready("", "", ReadError(failed, "raised"));
        if (!root.TryGetProperty("ready"u8, out var ready))
            throw new BrokenExchangeException("neither ready nor failed");
        return new Ready(TextOf(ready, "docstring"u8), TextOf(ready, "python"u8), Failure: null);
    }

    /// <summary>The reply to a request; its outputs become the caller's.</summary>
    public static Reply Read(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> blob, SafeFileHandle shared, long number)
    {
        try
        {
            return ReadReply(text, blob, shared, number);
        }
        catch (InvalidOperationException)
        {
            // names of properties are not looked at before they are compared
            throw new BrokenExchangeException("a name that is no UTF-16");
        }
        catch (OutOfMemoryException)
        {
            throw new BrokenExchangeException("more than there is memory for");
        }
    }

    private static Reply ReadReply(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> blob, SafeFileHandle shared, long number)
    {
        using var document = Parse(text);
        var root = document.RootElement;
        if (!root.TryGetProperty("number"u8, out var found) || found.ValueKind != JsonValueKind.Number || !found.TryGetInt64(out var answered) || answered != number)
            throw new BrokenExchangeException("an answer to another request");
        if (root.TryGetProperty("error"u8, out var error))
            return new Reply([], ReadError(error, TextOf(error, "kind"u8)));
        if (!root.TryGetProperty("outputs"u8, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostOutputs)
            throw new BrokenExchangeException("an answer without outputs");
        var outputs = new List<NamedTensor>(list.GetArrayLength());
        try
        {
            // outputs that overlap would make much of little
            var left = blob.Length + RandomAccess.GetLength(shared);
            foreach (var entry in list.EnumerateArray())
                outputs.Add(ReadOutput(entry, blob, shared, ref left));
            return new Reply(outputs, Error: null);
        }
        catch
        {
            outputs.ForEach(static output => output.Tensor.Dispose());
            throw;
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // told below
        }

        throw new BrokenExchangeException("not a JSON object");
    }

    private static FunctionError ReadError(JsonElement error, string kind) =>
        new(kind, TextOf(error, "type"u8), TextOf(error, "message"u8), TextOf(error, "traceback"u8));

    private static NamedTensor ReadOutput(JsonElement entry, ReadOnlySpan<byte> blob, SafeFileHandle shared, ref long left)
    {
        var name = TextOf(entry, "name"u8);
        if (!DataTypeExtensions.TryParse(TextOf(entry, "datatype"u8), out var type))
            throw new BrokenExchangeException("an unknown datatype");
        var shape = ReadShape(entry);
        var (isShared, offset, length) = ReadPlace(entry);
        if ((left -= length) < 0)
            throw new BrokenExchangeException("outputs that are more than was sent");
        using var content = Copy(isShared, offset, length, blob, shared);
        var contentType = entry.TryGetProperty("content_type"u8, out _) ? TextOf(entry, "content_type"u8) : null;
        return new NamedTensor(name, Make(type, shape, content, contentType));
    }

    private static Shape ReadShape(JsonElement entry)
    {
        if (!entry.TryGetProperty("shape"u8, out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostDimensions)
            throw new BrokenExchangeException("an output without a shape");
        var dimensions = new long[list.GetArrayLength()];
        for (var i = 0; i < dimensions.Length; i++)
            dimensions[i] = WholeNumber(list[i]);
        return new Shape(dimensions);
    }

    private static (bool IsShared, long Offset, int Length) ReadPlace(JsonElement entry)
    {
        if (!entry.TryGetProperty("at"u8, out var at) || at.ValueKind != JsonValueKind.Array || at.GetArrayLength() != 3)
            throw new BrokenExchangeException("an output without a place");
        var (place, offset, length) = (WholeNumber(at[0]), WholeNumber(at[1]), WholeNumber(at[2]));
        return place <= 1 && length <= MostBytes ? (place == 1, offset, (int)length) : throw new BrokenExchangeException("an output at an unknown place");
    }

    private static long WholeNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 ? number : throw new BrokenExchangeException("not a whole number");

    /// <summary>The bytes in memory of our own; held once by the caller.</summary>
    private static Held Copy(bool isShared, long offset, int length, ReadOnlySpan<byte> blob, SafeFileHandle shared)
    {
        if (!isShared)
        {
            if (offset > blob.Length || length > blob.Length - offset)
                throw new BrokenExchangeException("an output beyond its frame");
            var small = new Held(Tensor.RentBuffer(length));
            blob.Slice((int)offset, length).CopyTo(small.Buffer.GetSpan());
            return small;
        }

        var available = RandomAccess.GetLength(shared);
        if (offset > available || length > available - offset)
            throw new BrokenExchangeException("an output beyond the shared memory");
        var large = new Held(Tensor.RentBuffer(length));
        var filled = 0;
        while (filled < length)
        {
            // read, not mapped: what the worker cuts off under our hands is an end of file then, and no fault of ours
            var read = RandomAccess.Read(shared, large.Buffer.GetSpan()[filled..], offset + filled);
            if (read == 0)
            {
                large.Dispose();
                throw new BrokenExchangeException("shared memory that shrinks");
            }

            filled += read;
        }

        return large;
    }

    private static Tensor Make(DataType type, Shape shape, Held content, string? contentType)
    {
        var bytes = content.Buffer.GetSpan();
        if (type == DataType.Bytes)
            return MakeElements(shape, bytes);
        if (type.IsSingleValue())
        {
            if (!Utf8.IsValid(bytes) || (type == DataType.Dict && !IsObject(bytes)) || (type == DataType.File && bytes.Contains((byte)0)))
                throw new BrokenExchangeException($"an output that is no {type.WireName()}");
            return Tensor.FromText(type, bytes, shape, contentType);
        }

        if (!Tensor.TryMeasure(type, shape, out _, out var size) || size != bytes.Length)
            throw new BrokenExchangeException($"{bytes.Length} bytes for {type.WireName()} {shape}");
        if (type == DataType.Bool && bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
            throw new BrokenExchangeException("a BOOL that is neither 0 nor 1");
        return Tensor.Wrap(type, shape, content.Keep());
    }

    private static Tensor MakeElements(Shape shape, ReadOnlySpan<byte> encoded)
    {
        if (!shape.TryCountElements(out var count) || count > encoded.Length / 4)
            throw new BrokenExchangeException("BYTES that do not fill their shape");
        var offsets = new int[count + 1];
        using var blob = new Held(Tensor.RentBuffer(encoded.Length - (4 * (int)count)));
        for (var i = 0; i < count; i++)
        {
            if (encoded.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(encoded) is var length && length > encoded.Length - 4)
                throw new BrokenExchangeException("a BYTES element beyond its end");
            var size = (int)BinaryPrimitives.ReadUInt32LittleEndian(encoded);
            if (size > blob.Buffer.Length - offsets[i])
                throw new BrokenExchangeException("a BYTES element beyond its end");
            encoded.Slice(4, size).CopyTo(blob.Buffer.GetSpan()[offsets[i]..]);
            offsets[i + 1] = offsets[i] + size;
            encoded = encoded[(4 + size)..];
        }

        return encoded.IsEmpty ? Tensor.WrapElements(shape, blob.Keep(), offsets) : throw new BrokenExchangeException("BYTES with something behind them");
    }

    private static bool IsObject(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 1000 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read())
            {
                // to its end
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string TextOf(JsonElement parent, ReadOnlySpan<byte> name)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            throw new BrokenExchangeException($"no text '{Encoding.UTF8.GetString(name)}'");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new BrokenExchangeException($"a text '{Encoding.UTF8.GetString(name)}' that is no UTF-16");
        }
    }

    /// <summary>One reference on a buffer, given back unless it is kept.</summary>
    private sealed class Held(TensorBuffer buffer) : IDisposable
    {
        private bool isKept;

        public TensorBuffer Buffer => buffer;

        /// <summary>Hands the reference on.</summary>
        public TensorBuffer Keep()
        {
            isKept = true;
            return buffer;
        }

        public void Dispose()
        {
            if (!isKept)
                buffer.Release();
        }
    }
}
