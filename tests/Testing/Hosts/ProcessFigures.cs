using System.Globalization;

namespace Inference.Testing.Hosts;

/// <summary>What Linux says of another process.</summary>
public static class ProcessFigures
{
    private static readonly string[] Tables = ["tcp", "tcp6", "udp", "udp6"];

    public static long ResidentBytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Time that the process has spent on CPUs.</summary>
    public static TimeSpan CpuTime(int process)
    {
        // pid (name) state …, where the name may hold anything; the 14th and 15th field in hundredths of a second
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromMilliseconds(10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)));
    }

    /// <summary>Remote ends of the process's TCP and UDP sockets that are on another machine, as hexadecimal addresses.</summary>
    public static string[] RemoteEnds(int process)
    {
        var inodes = Directory.GetFiles($"/proc/{process}/fd").Select(LinkTarget).OfType<string>()
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(target => target[8..^1]).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from table in Tables
               from line in File.ReadLines($"/proc/{process}/net/{table}").Skip(1)
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
