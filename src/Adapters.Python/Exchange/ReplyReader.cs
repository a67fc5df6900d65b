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

    // as in worker.py; somewhat less than an array can hold
    private const int MostBytes = 0x7fff_0000;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    public static Ready ReadReady(ReadOnlyMemory<byte> text)
    {
        using var document = Parse(text);
        var root = document.RootElement;
        if (root.TryGetProperty("failed"u8, out var failed))
            return new Ready("", ReadError(failed, "raised"));
        if (!root.TryGetProperty("ready"u8, out var ready))
            throw new BrokenExchangeException("neither ready nor failed");
        return new Ready(TextOf(ready, "docstring"u8), Failure: null);
    }

    /// <summary>Why there are no outputs.</summary>
    public static FunctionError ReadError(ReadOnlyMemory<byte> text)
    {
        using var document = Parse(text);
        return ReadError(document.RootElement, TextOf(document.RootElement, "kind"u8));
    }

    /// <summary>
    /// The outputs; they become the caller's. Of each: lengths of name and media type (2 bytes each), datatype and number of dimensions (1 each), the two texts, dimensions (8 each), and
    /// its place: 0 for the blob or 1 for shared memory (1), offset and length (8 each).
    /// </summary>
    public static List<NamedTensor> ReadOutputs(ReadOnlySpan<byte> text, ReadOnlySpan<byte> blob, SafeFileHandle shared)
    {
        var outputs = new List<NamedTensor>(1);
        try
        {
            // outputs that overlap would make much of little
            var left = new Left { Blob = blob.Length, Shared = -1 };
            while (!text.IsEmpty)
                outputs.Add(ReadOutput(ref text, blob, shared, ref left));
            return outputs;
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

    private static NamedTensor ReadOutput(ref ReadOnlySpan<byte> text, ReadOnlySpan<byte> blob, SafeFileHandle shared, ref Left left)
    {
        var head = Take(ref text, 6);
        var (nameLength, mediaLength) = (BinaryPrimitives.ReadUInt16LittleEndian(head), BinaryPrimitives.ReadUInt16LittleEndian(head[2..]));
        var (type, rank) = ((DataType)head[4], head[5]);
        if (type > DataType.File || rank > MostDimensions)
            throw new BrokenExchangeException("an unknown datatype, or too many dimensions");
        var name = TextOf(Take(ref text, nameLength));
        var media = TextOf(Take(ref text, mediaLength));
        var dimensions = new long[rank];
        for (var i = 0; i < rank; i++)
            dimensions[i] = WholeNumber(Take(ref text, 8));
        var place = Take(ref text, 17);
        var (offset, length) = (WholeNumber(place[1..]), WholeNumber(place[9..]));
        if (place[0] > 1 || length > MostBytes)
            throw new BrokenExchangeException("an output at an unknown place");
        left.Take(place[0] == 1, length, shared);
        using var content = Copy(place[0] == 1, offset, (int)length, blob, shared);
        return new NamedTensor(name, Make(type, new Shape(dimensions), content, media.Length > 0 ? media : null));
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text, int length)
    {
        if (length > text.Length)
            throw new BrokenExchangeException("an output that is cut off");
        var taken = text[..length];
        text = text[length..];
        return taken;
    }

    private static long WholeNumber(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes) is >= 0 and var number ? number : throw new BrokenExchangeException("a number below zero");

    private static string TextOf(ReadOnlySpan<byte> utf8) => Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw new BrokenExchangeException("a text that is no UTF-8");

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

    /// <summary>Bytes that outputs may still take; those of shared memory are counted when the first one is there.</summary>
    private struct Left
    {
        public long Blob;
        public long Shared;

        public void Take(bool isShared, long length, SafeFileHandle shared)
        {
            if (isShared && Shared < 0)
                Shared = RandomAccess.GetLength(shared);
            if ((isShared ? Shared -= length : Blob -= length) < 0)
                throw new BrokenExchangeException("outputs that are more than was sent");
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
