using Inference.Boxes.Capacity;

namespace Inference.Boxes;

/// <summary>A box that holds so much and no more. Writers of one name wait for each other, so that what is replaced is counted once.</summary>
public sealed class BoundedStore : IBoxStore
{
    private readonly IBoxStore inner;
    private readonly KeyedLock<BoxPath> writers = new();
    private readonly BoundedPresigner? presigner;

    /// <param name="inner">The store; disposed with this one.</param>
    /// <param name="limit">Bytes.</param>
    /// <param name="time">For promises to links.</param>
    public BoundedStore(IBoxStore inner, long limit, TimeProvider? time = null)
    {
        this.inner = inner;
        Capacity = new BoxCapacity(inner, limit, time);
        presigner = inner.Presigner is { } links ? new BoundedPresigner(links, Capacity) : null;
    }

    public BoxCapacity Capacity { get; }

    public string Description => inner.Description;

    public IPresigner? Presigner => presigner;

    public async Task<BoxOutcome<BoxEntry>> PutAsync(BoxPath path, Stream content, PutOptions options, CancellationToken cancellationToken)
    {
        using var turn = await writers.WaitAsync(path, cancellationToken);
        if (await Capacity.CountAsync(cancellationToken) is { } uncounted)
            return uncounted;
        var (replaced, failure) = await SizeAsync(path, cancellationToken);
        if (failure is not null)
            return failure;

        var meter = new MeteredStream(content, Capacity, path, replaced);
        if (options.Length is { } length && await meter.ReserveAsync(length, cancellationToken) is { } full)
            return full;
        var added = 0L;
        try
        {
            var outcome = await inner.PutAsync(path, meter, options, cancellationToken);
            if (outcome.TryGet(out var entry, out var error))
                added = entry.Size - replaced;
            else if (error.Code == BoxErrorCode.Unreachable)
                Capacity.Doubt();
            return outcome;
        }
        catch (CapacityException e)
        {
            return e.Error;
        }
        finally
        {
            Capacity.Settle(meter.Reserved, added);
        }
    }

    public Task<BoxOutcome<BoxContent>> GetAsync(BoxPath path, GetOptions options, CancellationToken cancellationToken) => inner.GetAsync(path, options, cancellationToken);

    public Task<BoxOutcome<BoxEntry>> HeadAsync(BoxPath path, CancellationToken cancellationToken) => inner.HeadAsync(path, cancellationToken);

    public Task<BoxOutcome<BoxPage>> ListAsync(BoxListing listing, CancellationToken cancellationToken) => inner.ListAsync(listing, cancellationToken);

    public async Task<BoxError?> DeleteAsync(BoxPath path, CancellationToken cancellationToken)
    {
        using var turn = await writers.WaitAsync(path, cancellationToken);
        var (size, failure) = await SizeAsync(path, cancellationToken);
        failure ??= await inner.DeleteAsync(path, cancellationToken);
        if (failure is null)
            Capacity.Settle(0, -size);
        else
            Capacity.Doubt();
        return failure;
    }

    public async Task<BoxError?> DeleteAllAsync(BoxPrefix prefix, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.DeleteAllAsync(prefix, cancellationToken);
        }
        finally
        {
            Capacity.Doubt();
        }
    }

    public ValueTask DisposeAsync()
    {
        Capacity.Dispose();
        return inner.DisposeAsync();
    }

    /// <summary>0 where there is no such file.</summary>
    private async Task<(long Size, BoxError? Error)> SizeAsync(BoxPath path, CancellationToken cancellationToken)
    {
        var outcome = await inner.HeadAsync(path, cancellationToken);
        if (outcome.TryGet(out var entry, out var error))
            return (entry.Size, null);
        return (0, error.Code == BoxErrorCode.NotFound ? null : error);
    }
}
