namespace Inference.Boxes.Capacity;

/// <summary>No link to store something in a box that is full.</summary>
internal sealed class BoundedPresigner(IPresigner inner, BoxCapacity capacity) : IPresigner
{
    public async Task<BoxOutcome<Uri>> PresignAsync(LinkMethod method, BoxPath path, TimeSpan lifetime)
    {
        if (method == LinkMethod.Put && await capacity.PromiseAsync(path, bytes: null, lifetime, CancellationToken.None) is { } full)
            return full;
        return await inner.PresignAsync(method, path, lifetime);
    }
}
