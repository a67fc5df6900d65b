using System.Globalization;

namespace Inference.Telemetry.Metrics;

/// <summary>What Linux says about this process, proc(5).</summary>
internal static class ProcFiles
{
    private const string DescriptorLimit = "Max open files";

    /// <summary>Bytes; the file counts in pages.</summary>
    public static (double Virtual, double Resident) ReadMemory()
    {
        var fields = File.ReadAllText("/proc/self/statm").Split(' ');
        return (Pages(fields[0]), Pages(fields[1]));
    }

    public static int CountOpenDescriptors() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();

    public static double ReadDescriptorLimit() => ParseDescriptorLimit(File.ReadLines("/proc/self/limits"));

    /// <summary>The soft limit, first of two columns.</summary>
    internal static double ParseDescriptorLimit(IEnumerable<string> lines)
    {
        var line = lines.First(line => line.StartsWith(DescriptorLimit));
        var soft = line[DescriptorLimit.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return soft == "unlimited" ? double.PositiveInfinity : double.Parse(soft, CultureInfo.InvariantCulture);
    }

    private static double Pages(string count) => long.Parse(count, CultureInfo.InvariantCulture) * (double)Environment.SystemPageSize;
}
