namespace InferenceHost.Publishing;

/// <summary>Where the catalog in force is found: requests read it once and keep what they read.</summary>
internal sealed class Publication(Catalog first)
{
    private Catalog current = first;

    public Catalog Current => Volatile.Read(ref current);

    public void Publish(Catalog next) => Volatile.Write(ref current, next);
}
