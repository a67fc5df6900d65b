using System.Runtime.InteropServices;
using Inference.Boxes.Folders;

namespace Inference.Boxes;

/// <summary>A second name for a file of the cache.</summary>
public static class HardLink
{
    private const int TooManyLinks = 31;

    /// <summary>False where the source is gone.</summary>
    public static bool TryMake(string source, string target)
    {
        if (LinuxCalls.Link(source, target) == 0)
            return true;
        switch (Marshal.GetLastPInvokeError())
        {
            case LinuxCalls.NotFound:
                return false;
            case TooManyLinks or LinuxCalls.NotPermitted or LinuxCalls.CrossDevice:
                // the file system has no more links for it, or none at all
                File.Copy(source, target);
                return true;
            case var reason:
                throw new IOException($"'{target}': {LinuxCalls.Text(reason)}", reason);
        }
    }
}
