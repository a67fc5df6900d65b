using System.Runtime.InteropServices;

namespace Inference.Boxes.Folders;

/// <summary>The folder that is a box, opened anew for every call: it may be removed and made again meanwhile.</summary>
internal sealed class FolderRoot(string path, FolderOptions options)
{
    public FolderOptions Options => options;

    public string Description { get; } = $"the folder '{path}'";

    public static string[] Segments(BoxPrefix group) => group.Value.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Null without an error where the group is not there; with one where the box is not, or may not be looked at.</summary>
    public OpenFolder? TryReach(BoxPrefix group, out BoxError? error)
    {
        error = null;
        var folder = OpenFolder.TryOpen(path);
        if (folder is null)
        {
            error = Marshal.GetLastPInvokeError() switch
            {
                LinuxCalls.NotFound or LinuxCalls.NotFolder => options.MakeRoot ? null : FolderFaults.Missing(Description),
                var reason => FolderFaults.Of(reason, "opening", "", Description),
            };
            return null;
        }

        foreach (var segment in Segments(group))
        {
            var next = folder.TryFolder(segment);
            var reason = Marshal.GetLastPInvokeError();
            folder.Dispose();
            if (next is null)
            {
                error = reason is LinuxCalls.NoPermission ? FolderFaults.Of(reason, "opening", group.Value, Description) : null;
                return null;
            }

            folder = next;
        }

        return folder;
    }

    /// <summary>For storing: made if there is none and that was asked for.</summary>
    public OpenFolder? TryOpenToWrite(out BoxError? error)
    {
        error = null;
        if (OpenFolder.TryOpen(path) is { } present)
            return present;
        if (options.MakeRoot)
        {
            try
            {
                Directory.CreateDirectory(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                error = new BoxError(BoxErrorCode.Denied, $"{Description} cannot be made: {e.Message}");
                return null;
            }

            if (OpenFolder.TryOpen(path) is { } made)
                return made;
        }

        error = Marshal.GetLastPInvokeError() is LinuxCalls.NotFound or LinuxCalls.NotFolder
            ? FolderFaults.Missing(Description)
            : FolderFaults.Of(Marshal.GetLastPInvokeError(), "opening", "", Description);
        return null;
    }
}
