namespace Inference.Boxes.Folders;

/// <summary>Anything in a folder, by the name that the system has, with a NUL at its end: it may be no UTF-8.</summary>
internal readonly record struct RawItem(byte[] Name, bool IsFolder);
