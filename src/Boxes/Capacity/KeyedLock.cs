namespace Inference.Boxes.Capacity;

/// <summary>One at a time for each key; keys that nobody holds cost nothing.</summary>
internal sealed class KeyedLock<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Place> places = [];

    public async Task<IDisposable> WaitAsync(TKey key, CancellationToken cancellationToken)
    {
        Place place;
        lock (places)
        {
            if (!places.TryGetValue(key, out place!))
                places[key] = place = new Place(this, key);
            place.Users++;
        }

        try
        {
            await place.Turn.WaitAsync(cancellationToken);
            return place;
        }
        catch
        {
            Leave(place);
            throw;
        }
    }

    private void Leave(Place place)
    {
        lock (places)
        {
            if (--place.Users == 0)
                places.Remove(place.Key);
        }
    }

    private sealed class Place(KeyedLock<TKey> owner, TKey key) : IDisposable
    {
        public TKey Key => key;

        public SemaphoreSlim Turn { get; } = new(1);

        public int Users { get; set; }

        public void Dispose()
        {
            Turn.Release();
            owner.Leave(this);
        }
    }
}
