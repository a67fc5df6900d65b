using System.Diagnostics;

namespace Inference.Testing;

/// <summary>A folder with little room, a file system of its own in memory. Only where this process may mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string folder;

    private SmallDisk(string folder) => this.folder = folder;

    /// <summary>Null where mounting is not allowed.</summary>
    /// <param name="folder">Empty.</param>
    /// <param name="megabytes">Its room.</param>
    public static SmallDisk? TryMount(string folder, int megabytes) =>
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) ? new SmallDisk(folder) : null;

    /// <summary>Gives it another room.</summary>
    public void Resize(int megabytes)
    {
        if (!Run("mount", "-o", $"remount,size={megabytes}m", folder))
            throw new InvalidOperationException($"'{folder}' could not be given another size");
    }

    public void Dispose()
    {
        // whatever still has a file open there keeps it until it ends
        if (!Run("umount", "--lazy", folder))
            throw new InvalidOperationException($"'{folder}' could not be unmounted");
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} could not be started");
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
