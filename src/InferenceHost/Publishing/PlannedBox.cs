namespace InferenceHost.Publishing;

/// <summary>A box that this host has a store for.</summary>
/// <param name="Namespace">Of the DataBox.</param>
/// <param name="Name">Of the DataBox.</param>
/// <param name="Folder">The box's root, where it is a folder.</param>
/// <param name="IsOwn">In the host's own data folder: made when something is first stored in it. Otherwise it is somebody's and must be there.</param>
/// <param name="Capacity">Bytes that it may hold; null for as many as the disk.</param>
internal sealed record PlannedBox(string Namespace, string Name, string Folder, bool IsOwn, long? Capacity)
{
    /// <summary>Where it lies in a store of objects; null where it is a folder.</summary>
    public S3Place? Store { get; init; }
}
