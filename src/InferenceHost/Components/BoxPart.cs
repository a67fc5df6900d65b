namespace InferenceHost.Components;

/// <summary>A part of a box that lies in a store of objects, and has no folder on this machine until it was brought.</summary>
/// <param name="Namespace">Of the DataBox.</param>
/// <param name="Box">Name of the DataBox.</param>
/// <param name="SubPath">The part; empty for all of it.</param>
internal sealed record BoxPart(string Namespace, string Box, string SubPath);
