using System.Globalization;

namespace Inference.Adapters.Python.Processes;

/// <summary>Resident memory of a process group, as /proc tells it. Memory that two of its processes share counts for each.</summary>
internal static class GroupMemory
{
    /// <summary>Bytes; 0 where the process is gone.</summary>
    public static long OfProcess(int pid)
    {
        // size resident shared … in pages
        var fields = Fields(pid, "statm");
        return fields.Length > 1 && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pages) ? pages * Environment.SystemPageSize : 0;
    }

    public static long OfGroup(int group)
    {
        var total = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && GroupOf(pid) == group)
                total += OfProcess(pid);
        }

        return total;
    }

    private static int GroupOf(int pid)
    {
        // pid (name) state parent group …, where the name may hold anything
        var text = Read(pid, "stat");
        var rest = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return rest.Length > 2 && int.TryParse(rest[2], NumberStyles.None, CultureInfo.InvariantCulture, out var group) ? group : 0;
    }

    private static string[] Fields(int pid, string file) => Read(pid, file).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
