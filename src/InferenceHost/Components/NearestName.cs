namespace InferenceHost.Components;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class NearestName
{
    private const int LongestName = 100;

    /// <summary>The name that <paramref name="given"/> is a small slip away from; null where there is none.</summary>
    public static string? Find(string given, IEnumerable<string> names)
    {
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var name in names)
        {
            var edits = Distance(given, name);
            if (edits < fewest && edits <= Allowed(name))
            {
                fewest = edits;
                nearest = name;
            }
        }

        return nearest;
    }

    private static int Allowed(string name) => name.Length < 4 ? 1 : Math.Max(2, name.Length / 4);

    /// <summary>Letters to insert, drop, change or swap with their neighbour, without regard to case (optimal string alignment).</summary>
    private static int Distance(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > LongestName / 4 || one.Length > LongestName || other.Length > LongestName)
            return int.MaxValue;
        Span<int> older = stackalloc int[LongestName + 1];
        Span<int> old = stackalloc int[LongestName + 1];
        Span<int> row = stackalloc int[LongestName + 1];
        for (var j = 0; j <= other.Length; j++)
            old[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], old[j]) + 1, old[j - 1] + (Same(one[i - 1], other[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                    row[j] = Math.Min(row[j], older[j - 2] + 1);
            }

            var free = older;
            older = old;
            old = row;
            row = free;
        }

        return old[other.Length];
    }

    private static bool Same(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
