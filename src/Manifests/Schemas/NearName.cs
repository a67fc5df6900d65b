namespace Inference.Manifests.Schemas;

/// <summary>
/// Finds the name that was probably meant: the same but for case, cut short, or at most two edits away (one, in a name of up to four letters).
/// </summary>
internal static class NearName
{
    private const int LongestName = 128;

    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length is 0 or > LongestName)
            return null;
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var candidate in known)
        {
            var distance = Distance(name, candidate);
            if (distance is not { } edits || edits >= least)
                continue;
            nearest = candidate;
            least = edits;
        }

        return nearest;
    }

    /// <summary>How far apart they are; null if too far.</summary>
    private static int? Distance(string name, string known)
    {
        if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            return 0;
        var most = Math.Min(name.Length, known.Length) <= 4 ? 1 : 2;
        var edits = Math.Abs(name.Length - known.Length) > most ? int.MaxValue : Edits(name.ToLowerInvariant(), known.ToLowerInvariant());
        if (edits <= most)
            return edits;
        return name.Length >= 4 && known.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? most + 1 : null;
    }

    // Levenshtein's distance, but two neighbours that changed places count as one edit (optimal string alignment)
    private static int Edits(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            table[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            table[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = table[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replaced, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[left.Length, right.Length];
    }
}
