using System.Globalization;
using System.Text;

namespace Inference.Manifests;

/// <summary>
/// Unicode's normalisation form C (UAX #15). The framework's own answers "yes" to every text where it runs without ICU, as our executables do.
/// The data is written by <c>normalization.py</c>.
/// </summary>
public static class ComposedForm
{
    private const int HangulFirst = 0xAC00;
    private const int LeadFirst = 0x1100;
    private const int VowelFirst = 0x1161;
    private const int TrailFirst = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Trails = 28;

    private static readonly Lazy<Data> Table = new(Data.Read);

    /// <param name="text">Without lone surrogates.</param>
    public static bool IsC(string text) => Ascii.IsValid(text) || ToC(text) == text;

    public static string ToC(string text)
    {
        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, runes);
        Order(runes);
        Compose(runes);
        var result = new StringBuilder(text.Length);
        foreach (var rune in runes)
            result.Append(new Rune(rune).ToString());
        return result.ToString();
    }

    private static void Decompose(int rune, List<int> into)
    {
        var syllable = rune - HangulFirst;
        if (syllable is >= 0 and < Leads * Vowels * Trails)
        {
            into.Add(LeadFirst + (syllable / (Vowels * Trails)));
            into.Add(VowelFirst + (syllable % (Vowels * Trails) / Trails));
            if (syllable % Trails > 0)
                into.Add(TrailFirst + (syllable % Trails));
        }
        else if (Table.Value.Decompositions.TryGetValue(rune, out var parts))
        {
            Decompose(parts.First, into);
            if (parts.Second != 0)
                Decompose(parts.Second, into);
        }
        else
        {
            into.Add(rune);
        }
    }

    /// <summary>Marks between two starters in the order of their classes; a stable sort.</summary>
    private static void Order(List<int> runes)
    {
        for (var i = 1; i < runes.Count; i++)
        {
            for (var j = i; j > 0 && ClassOf(runes[j]) is > 0 and var mark && ClassOf(runes[j - 1]) > mark; j--)
                (runes[j - 1], runes[j]) = (runes[j], runes[j - 1]);
        }
    }

    private static void Compose(List<int> runes)
    {
        var starter = -1;
        var kept = 0;
        var last = -1;
        foreach (var rune in runes.ToArray())
        {
            var mark = ClassOf(rune);
            var reaches = starter >= 0 && (kept == starter + 1 || (last < mark && last > 0));
            if (reaches && TryPair(runes[starter], rune) is { } composed)
            {
                runes[starter] = composed;
                continue;
            }

            if (mark == 0)
                starter = kept;
            last = mark;
            runes[kept++] = rune;
        }

        runes.RemoveRange(kept, runes.Count - kept);
    }

    private static int? TryPair(int first, int second)
    {
        if (first - LeadFirst is >= 0 and < Leads and var lead && second - VowelFirst is >= 0 and < Vowels and var vowel)
            return HangulFirst + (((lead * Vowels) + vowel) * Trails);
        if (first - HangulFirst is >= 0 and < Leads * Vowels * Trails and var syllable && syllable % Trails == 0 && second - TrailFirst is > 0 and < Trails and var trail)
            return first + trail;
        return Table.Value.Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static int ClassOf(int rune) => Table.Value.Classes.GetValueOrDefault(rune);

    private sealed class Data
    {
        public Dictionary<int, (int First, int Second)> Decompositions { get; } = [];

        public Dictionary<(int First, int Second), int> Compositions { get; } = [];

        public Dictionary<int, int> Classes { get; } = [];

        public static Data Read()
        {
            var data = new Data();
            using var reader = new StreamReader(typeof(ComposedForm).Assembly.GetManifestResourceStream("normalization.txt")!);
            while (reader.ReadLine() is { } line)
            {
                var words = line.Split(' ');
                if (line[0] == '=')
                    data.AddClass(int.Parse(words[0].AsSpan(1)), Hex(words[1]), Hex(words[2]));
                else if (line[0] != '#')
                    data.AddMapping(Hex(words[0].TrimStart('!')), (Hex(words[1]), words.Length > 2 ? Hex(words[2]) : 0), composes: line[0] != '!');
            }

            return data;
        }

        private static int Hex(string digits) => int.Parse(digits, NumberStyles.HexNumber);

        private void AddClass(int mark, int first, int last)
        {
            for (var rune = first; rune <= last; rune++)
                Classes[rune] = mark;
        }

        private void AddMapping(int rune, (int First, int Second) parts, bool composes)
        {
            Decompositions[rune] = parts;
            if (composes)
                Compositions[parts] = rune;
        }
    }
}
