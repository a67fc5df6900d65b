namespace InferenceHost.Publishing;

/// <summary>A box that has a folder on this machine.</summary>
/// <param name="Namespace">Of the DataBox.</param>
/// <param name="Name">Of the DataBox.</param>
/// <param name="Folder">The box's root.</param>
/// <param name="IsOwn">In the host's own data folder: made when something is first stored in it. Otherwise it is somebody's and must be there.</param>
/// <param name="Capacity">Bytes that it may hold; null for as many as the disk.</param>
internal sealed record PlannedBox(string Namespace, string Name, string Folder, bool IsOwn, long? Capacity);
