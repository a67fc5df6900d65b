using System.Globalization;

namespace Inference.Adapters.Onnx.Tests.Runtime;

/// <summary>What Linux says of this process.</summary>
internal static class ProcessFigures
{
    /// <summary>Resident memory, after the collector has taken what it can.</summary>
    public static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    public static int Threads() => Directory.GetDirectories("/proc/self/task").Length;

    /// <summary>Remote ends of this process's TCP and UDP sockets that are on another machine, as hexadecimal addresses.</summary>
    public static string[] RemoteEnds()
    {
        var inodes = Directory.GetFiles("/proc/self/fd").Select(LinkTarget).OfType<string>()
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1]).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from table in (string[])["tcp", "tcp6", "udp", "udp6"]
               from line in File.ReadLines($"/proc/self/net/{table}").Skip(1)
               let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               let remote = fields[2].Split(':')[0]
               where inodes.Contains(fields[9]) && !IsHere(remote)
               select remote,
        ];
    }

    // unspecified, 127.0.0.0/8, ::1 and ::ffff:127.0.0.0/104
    private static bool IsHere(string address) =>
        address.All(digit => digit == '0') || (address.Length == 8 && address.EndsWith("7F", StringComparison.Ordinal))
        || address == "00000000000000000000000001000000" || (address.StartsWith("0000000000000000FFFF0000", StringComparison.Ordinal) && address.EndsWith("7F", StringComparison.Ordinal));

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // closed since it was listed
            return null;
        }
    }
}
