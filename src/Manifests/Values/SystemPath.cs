namespace Inference.Manifests;

/// <summary>
/// Paths of a container that belong to the system: nothing is mounted there. Images keep their own software under some of
/// them (<c>/usr/src/app</c>), and people's folders stand right below others (<c>/home/ocr</c>), hence the three lists.
/// </summary>
internal static class SystemPath
{
    private static readonly string[] s_itselfAndBelow =
    [
        "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/opt/inference", "/proc", "/run", "/sbin", "/sys", "/usr", "/var/lib/inference", "/var/run",
    ];

    private static readonly string[] s_itself = ["/", "/home", "/opt", "/root", "/tmp", "/var", "/var/lib", "/var/log", "/usr/src"];
    private static readonly string[] s_exceptBelow = ["/usr/src"];

    public static bool Contains(ContainerPath path)
        => s_itself.Contains(path.Value) || s_itselfAndBelow.Any(folder => IsWithin(path, folder)) && !s_exceptBelow.Any(folder => IsWithin(path, folder));

    private static bool IsWithin(ContainerPath path, string folder)
        => path.Value.StartsWith(folder, StringComparison.Ordinal) && (path.Value.Length == folder.Length || path.Value[folder.Length] == '/');
}
