namespace InferenceHost.Components;

/// <summary>A file or folder in a mount that must be there before its component can be loaded.</summary>
/// <param name="Mount">The part of a box it lies in.</param>
/// <param name="InMount">Where in it; <c>.</c> for all of it.</param>
/// <param name="Hint">How a person puts it there, for the status while it is missing.</param>
internal sealed record BoxFile(Mount Mount, string InMount, string Hint)
{
    /// <summary>Where it lies on this machine.</summary>
    public string FullPath { get; } = Path.GetFullPath(Path.Combine(Mount.Folder, InMount));

    /// <summary>Its path below the component's root.</summary>
    public string InRoot { get; } = InMount == "." ? Mount.Path : Path.Combine(Mount.Path, InMount);
}
