namespace Inference.Boxes.Capacity;

/// <summary>Content that asks for room as it is read, in steps, where its length was not said before.</summary>
internal sealed class MeteredStream(Stream inner, BoxCapacity capacity, BoxPath path, long replaced) : ForwardStream
{
    private const long Step = 1 << 20;
    private long read;

    /// <summary>Bytes that were reserved, beyond those of the file that is replaced.</summary>
    public long Reserved { get; private set; }

    public async Task<BoxError?> ReserveAsync(long size, CancellationToken cancellationToken)
    {
        var missing = size - replaced - Reserved;
        if (missing <= 0)
            return null;
        var error = await capacity.ReserveAsync(path, missing, cancellationToken);
        if (error is null)
            Reserved += missing;
        return error;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        read += count;
        if (read > replaced + Reserved && await ReserveAsync(read + Step, cancellationToken) is not null && await ReserveAsync(read, cancellationToken) is { } full)
            throw new CapacityException(full);
        return count;
    }
}
