using Inference.Boxes.Folders;

namespace Inference.Boxes.Mounting;

/// <summary>What goes wrong on this machine's side.</summary>
internal static class MountFaults
{
    public static BoxError Of(Exception exception, string folder) => exception is IOException io && FolderFaults.IsDiskFull(io)
        ? new(BoxErrorCode.DiskFull, $"the disk that the cache '{folder}' is on has no room left; make room, and it goes on")
        : new(BoxErrorCode.Refused, $"the cache '{folder}' cannot be used: {exception.Message}");

    public static BoxError Conflict(BoxPath path, string store) => new(
        BoxErrorCode.Conflict, $"'{path}' in {store} is a file and a folder at once, which no folder of this machine can show; remove or rename one of them");
}
