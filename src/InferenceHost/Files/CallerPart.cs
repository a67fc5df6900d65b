using Inference.Boxes;

namespace InferenceHost.Files;

/// <summary>The part of a box that belongs to one caller: <c>users/{user}/file_groups/</c>. No path leads out of it.</summary>
internal readonly struct CallerPart
{
    private readonly BoxPrefix part;

    /// <param name="user">Under the rule of user names, which are segments of paths.</param>
    public CallerPart(string user) => part = BoxPrefix.Parse($"users/{user}/file_groups");

    public bool TryFind(BoxPath path, out BoxPath inBox, out BoxError? error) => part.TryJoin(path, out inBox, out error);

    public bool TryFind(BoxPrefix group, out BoxPrefix inBox, out BoxError? error)
    {
        inBox = part;
        error = null;
        return group.IsWhole || part.TryJoin(group, out inBox, out error);
    }
}
