namespace Inference.Boxes.Folders;

/// <summary>A regular file or a folder in a folder; null is a name that is no UTF-8.</summary>
internal readonly record struct FolderItem(string? Name, bool IsFolder);
