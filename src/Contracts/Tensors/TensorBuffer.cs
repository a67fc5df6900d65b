using System.Buffers;

namespace Inference.Contracts;

/// <summary>
/// Memory that tensors live in, at a fixed address, counted by reference: it is born with one reference, every tensor over it holds one, and when the
/// last is released the memory goes back to where it came from. Releasing more often than retaining is a bug and throws.
/// </summary>
public abstract unsafe class TensorBuffer : MemoryManager<byte>
{
    private readonly byte* pointer;
    private int length;
    private int references = 1;

    /// <param name="pointer">Address of the first byte; stays valid until <see cref="Free"/>.</param>
    /// <param name="length">Bytes that may be used.</param>
    protected TensorBuffer(byte* pointer, int length)
    {
        this.pointer = pointer;
        this.length = length;
    }

    /// <summary>Bytes that may be used.</summary>
    public int Length => length;

    /// <summary>Address of the first byte, valid while a reference is held.</summary>
    public nint Address => (nint)pointer;

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref references) <= 0, this);
        return new Span<byte>(pointer, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length, nameof(elementIndex));
        return new MemoryHandle(pointer + elementIndex);
    }

    public override void Unpin()
    {
        // the memory never moves
    }

    /// <summary>Takes one more reference; whoever takes it releases it.</summary>
    public void Retain()
    {
        if (Interlocked.Increment(ref references) <= 1)
        {
            Interlocked.Decrement(ref references);
            throw new ObjectDisposedException(GetType().Name);
        }
    }

    /// <summary>Gives one reference back; the last one frees the memory.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref references);
        if (left == 0)
            Free();
        else if (left < 0)
            throw new ObjectDisposedException(GetType().Name, "a tensor's memory was released twice");
    }

    /// <summary>Called once, with the last reference: gives the memory back.</summary>
    protected abstract void Free();

    /// <summary>Lets a pool hand the same memory out again, with one reference.</summary>
    protected void Revive(int usableLength)
    {
        length = usableLength;
        Volatile.Write(ref references, 1);
    }

    protected override void Dispose(bool disposing)
    {
        // life is the reference count's alone
    }
}
