using System.Runtime.InteropServices;
using System.Text;

namespace Inference.Contracts;

/// <summary>
/// A value of a model: element type, shape and bytes. Fixed-size elements lie little-endian, row-major and without padding; <see cref="DataType.Bytes"/>
/// elements lie one behind the other with <see cref="Offsets"/> between them; <c>str</c>, <c>dict</c> and <c>FILE</c> are one UTF-8 text. Holds one
/// reference on its <see cref="TensorBuffer"/> and gives it back on <see cref="Dispose"/>; slices hold their own. At most 2^31-1 bytes.
/// Written only by whoever made it, before it is handed on; read by any thread after that.
/// </summary>
public sealed class Tensor : IDisposable
{
    private readonly int start;
    private readonly int length;
    private readonly int[]? offsets;
    private readonly int firstOffset;
    private TensorBuffer? buffer;

    private Tensor(DataType type, Shape shape, TensorBuffer buffer, int start, int length)
    {
        Type = type;
        Shape = shape;
        this.buffer = buffer;
        this.start = start;
        this.length = length;
    }

    private Tensor(Shape shape, TensorBuffer buffer, int[] offsets, int firstOffset, int count)
        : this(DataType.Bytes, shape, buffer, 0, buffer.Length)
    {
        this.offsets = offsets;
        this.firstOffset = firstOffset;
        Count = count;
    }

    public DataType Type { get; }

    public Shape Shape { get; }

    /// <summary>Media type of a <c>FILE</c>, <c>str</c> or <c>dict</c>, where one was given.</summary>
    public string? ContentType { get; init; }

    /// <summary>Number of elements; 1 for <c>str</c>, <c>dict</c> and <c>FILE</c>, whatever their shape says.</summary>
    public int Count { get; private init; }

    /// <summary>The bytes of all elements. For <see cref="DataType.Bytes"/>: the blob that <see cref="Offsets"/> point into, which a slice shares with its origin.</summary>
    public ReadOnlyMemory<byte> Data => Buffer.Memory.Slice(start, length);

    /// <summary>Bytes of the memory that it keeps from being freed: for a slice, that of all it was cut from.</summary>
    public long HeldBytes => Buffer.Length + ((offsets?.Length ?? 0L) * sizeof(int));

    /// <summary>As <see cref="Data"/>.</summary>
    public ReadOnlySpan<byte> Span => Buffer.GetSpan().Slice(start, length);

    /// <summary>The bytes, to be filled by whoever made the tensor.</summary>
    public Span<byte> Writable => Buffer.GetSpan().Slice(start, length);

    /// <summary>Address of the first byte, aligned to 64 bytes for rented tensors; valid until <see cref="Dispose"/>.</summary>
    public nint Address => Buffer.Address + start;

    /// <summary>Where the <see cref="DataType.Bytes"/> elements begin in <see cref="Data"/>, and behind the last one its end: <see cref="Count"/> + 1 positions.</summary>
    public ReadOnlySpan<int> Offsets => offsets is null ? [] : offsets.AsSpan(firstOffset, Count + 1);

    private TensorBuffer Buffer => buffer ?? throw new ObjectDisposedException(nameof(Tensor));

    /// <summary>Pooled, aligned, not cleared memory for a tensor of fixed-size elements.</summary>
    /// <exception cref="ArgumentException">The shape is not fixed, or the tensor would not fit in 2^31-1 bytes: check with <see cref="TryMeasure"/>.</exception>
    public static Tensor Rent(DataType type, Shape shape)
    {
        if (!TryMeasure(type, shape, out var count, out var bytes))
            throw new ArgumentException($"no tensor of {type.WireName()} {shape} can be made", nameof(shape));
        return new Tensor(type, shape, PooledBuffer.Rent(bytes), 0, bytes) { Count = count };
    }

    /// <summary>Elements and bytes of a tensor of fixed-size elements; false where there is none of this type and shape.</summary>
    public static bool TryMeasure(DataType type, Shape shape, out int count, out int bytes)
    {
        count = bytes = 0;
        if (!type.IsFixedSize() || !shape.TryCountElements(out var elements) || elements > int.MaxValue / type.ElementSize())
            return false;
        count = (int)elements;
        bytes = count * type.ElementSize();
        return true;
    }

    /// <summary>A tensor of fixed-size elements over memory that is already there. Takes over the caller's reference on <paramref name="buffer"/>.</summary>
    /// <exception cref="ArgumentException">The buffer is shorter than type and shape ask for.</exception>
    public static Tensor Wrap(DataType type, Shape shape, TensorBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!TryMeasure(type, shape, out var count, out var bytes) || bytes > buffer.Length)
            throw new ArgumentException($"{buffer.Length} bytes do not hold {type.WireName()} {shape}", nameof(buffer));
        return new Tensor(type, shape, buffer, 0, bytes) { Count = count };
    }

    /// <summary>A <see cref="DataType.Bytes"/> tensor. Takes over the caller's reference on <paramref name="blob"/> and the array of offsets.</summary>
    /// <param name="shape">Its element count is the number of offsets less one.</param>
    /// <param name="offsets">Not falling, within the blob.</param>
    /// <exception cref="ArgumentException">Shape, offsets and blob disagree.</exception>
    public static Tensor WrapElements(Shape shape, TensorBuffer blob, int[] offsets)
    {
        ArgumentNullException.ThrowIfNull(blob);
        ArgumentNullException.ThrowIfNull(offsets);
        if (!shape.TryCountElements(out var count) || count != offsets.Length - 1 || !AreOrdered(offsets, blob.Length))
            throw new ArgumentException($"{offsets.Length} offsets into {blob.Length} bytes do not make BYTES {shape}", nameof(offsets));
        return new Tensor(shape, blob, offsets, 0, (int)count);
    }

    /// <summary>A copy of <paramref name="values"/>, whose size per element must be that of <paramref name="type"/>.</summary>
    public static Tensor FromValues<T>(DataType type, Shape shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var tensor = Rent(type, shape);
        var bytes = MemoryMarshal.AsBytes(values);
        if (bytes.Length == tensor.length)
        {
            bytes.CopyTo(tensor.Writable);
            return tensor;
        }

        tensor.Dispose();
        throw new ArgumentException($"{bytes.Length} bytes do not make {type.WireName()} {shape}", nameof(values));
    }

    /// <summary>A <see cref="DataType.Bytes"/> tensor of texts, as UTF-8.</summary>
    public static Tensor FromStrings(Shape shape, IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var offsets = new int[values.Count + 1];
        for (var i = 0; i < values.Count; i++)
            offsets[i + 1] = checked(offsets[i] + Encoding.UTF8.GetByteCount(values[i]));
        var blob = PooledBuffer.Rent(offsets[^1]);
        for (var i = 0; i < values.Count; i++)
            Encoding.UTF8.GetBytes(values[i], blob.GetSpan()[offsets[i]..]);
        return WrapElements(shape, blob, offsets);
    }

    /// <summary>One value of type <c>str</c>, <c>dict</c> or <c>FILE</c> (a local path), copied from UTF-8.</summary>
    public static Tensor FromText(DataType type, ReadOnlySpan<byte> utf8, Shape shape = default, string? contentType = null)
    {
        if (!type.IsSingleValue())
            throw new ArgumentOutOfRangeException(nameof(type), type, "only str, dict and FILE are one text");
        var buffer = PooledBuffer.Rent(utf8.Length);
        utf8.CopyTo(buffer.GetSpan());
        return new Tensor(type, shape, buffer, 0, utf8.Length) { Count = 1, ContentType = contentType };
    }

    /// <summary>A <see cref="TensorBuffer"/> of pooled, aligned, not cleared memory; the caller holds its one reference.</summary>
    public static TensorBuffer RentBuffer(int length) => PooledBuffer.Rent(length);

    /// <summary>The elements seen as <typeparamref name="T"/>; the caller knows that the size fits <see cref="Type"/>.</summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Span);

    /// <summary>The bytes of one <see cref="DataType.Bytes"/> element, or of the one value of <c>str</c>, <c>dict</c>, <c>FILE</c>.</summary>
    public ReadOnlySpan<byte> Element(int index) =>
        offsets is null ? Span : Buffer.GetSpan()[offsets[firstOffset + index]..offsets[firstOffset + index + 1]];

    /// <summary>The text of an element; see <see cref="Element"/>.</summary>
    public string Text(int index = 0) => Encoding.UTF8.GetString(Element(index));

    /// <summary>Rows <paramref name="first"/> to <paramref name="first"/> + <paramref name="rows"/> of the first axis, without a copy; the caller disposes of it.</summary>
    public Tensor Slice(int first, int rows)
    {
        if (Shape.Rank == 0 || Type.IsSingleValue())
            throw new InvalidOperationException($"{Type.WireName()} {Shape} has no rows");
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, Shape[0] - rows);
        long[] dimensions = [rows, .. Shape.Dimensions[1..]];
        var perRow = Shape[0] == 0 ? 0 : (int)(Count / Shape[0]);
        var owner = Buffer;
        owner.Retain();
        if (offsets is not null)
            return new Tensor(new Shape(dimensions), owner, offsets, firstOffset + (first * perRow), rows * perRow) { ContentType = ContentType };
        var bytesPerRow = perRow * Type.ElementSize();
        return new Tensor(Type, new Shape(dimensions), owner, start + (first * bytesPerRow), rows * bytesPerRow)
        {
            Count = rows * perRow,
            ContentType = ContentType,
        };
    }

    /// <summary>Another tensor over the same memory, with a reference of its own; the caller disposes of it.</summary>
    public Tensor Share()
    {
        var owner = Buffer;
        owner.Retain();
        return offsets is null
            ? new Tensor(Type, Shape, owner, start, length) { Count = Count, ContentType = ContentType }
            : new Tensor(Shape, owner, offsets, firstOffset, Count) { ContentType = ContentType };
    }

    /// <summary>Gives the reference on the memory back. A second call does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref buffer, null)?.Release();

    private static bool AreOrdered(ReadOnlySpan<int> offsets, int end)
    {
        var last = 0;
        foreach (var offset in offsets)
        {
            if (offset < last || offset > end)
                return false;
            last = offset;
        }

        return true;
    }
}
