using System.Runtime.InteropServices;

namespace Inference.Boxes.Folders;

/// <summary>System errors as a box's.</summary>
internal static class FolderFaults
{
    /// <summary>Of the last system call.</summary>
    public static BoxError Last(string doing, BoxPath path, string store) => Of(Marshal.GetLastPInvokeError(), doing, path.Value, store);

    public static BoxError Of(int error, string doing, string what, string store) => error switch
    {
        LinuxCalls.NotFound => new(BoxErrorCode.NotFound, $"there is no file '{what}' in {store}"),
        LinuxCalls.NotFolder or LinuxCalls.TooManyLinks or LinuxCalls.IsFolder or LinuxCalls.Exists => new(
            BoxErrorCode.Conflict,
            $"'{what}' cannot be in {store}: something that is no folder stands where a folder must be, or a folder where the file must be; use another name, or remove that first"),
        LinuxCalls.NoSpace or LinuxCalls.QuotaExceeded or LinuxCalls.FileTooLarge => new(
            BoxErrorCode.DiskFull, $"the disk that {store} is on has no room left for '{what}': {LinuxCalls.Text(error)}; make room and try again"),
        LinuxCalls.NoPermission or LinuxCalls.NotPermitted or LinuxCalls.ReadOnlyFileSystem => new(
            BoxErrorCode.Denied, $"{doing} '{what}' in {store} is not allowed to the user that this process runs as: {LinuxCalls.Text(error)}"),
        LinuxCalls.CrossDevice => new(
            BoxErrorCode.Refused, $"{doing} '{what}' in {store} failed: another file system is mounted inside the folder; make that a box of its own"),
        _ => new(BoxErrorCode.Unreachable, $"{doing} '{what}' in {store} failed: {LinuxCalls.Text(error)}"),
    };

    public static BoxError Of(IOException exception, string doing, BoxPath path, string store) =>
        IsDiskFull(exception) ? Of(LinuxCalls.NoSpace, doing, path.Value, store) : new(BoxErrorCode.Unreachable, $"{doing} '{path}' in {store} failed: {exception.Message}");

    /// <summary>.NET keeps the system's number here on Unix.</summary>
    public static bool IsDiskFull(IOException exception) => exception.HResult is LinuxCalls.NoSpace or LinuxCalls.QuotaExceeded or LinuxCalls.FileTooLarge;

    public static BoxError Missing(string store) =>
        new(BoxErrorCode.BucketMissing, $"{store} does not exist or is no folder; make it, or correct the box's path");
}
