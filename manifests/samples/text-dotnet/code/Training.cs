using System.Globalization;

namespace Language;

/// <summary>Makes the model's file from a folder of texts, one file per language, a paragraph per line; every fifth paragraph is held out and says how good the model is.</summary>
internal static class Training
{
    private const int HeldOut = 5;
    private const int GramsPerLanguage = 1200;
    private const int ShortLength = 25;

    public static void Run(string textsFolder, string modelPath, TextWriter report)
    {
        string[] files = [.. Directory.GetFiles(textsFolder, "*.txt").Order(StringComparer.Ordinal)];
        string[] languages = [.. files.Select(file => Path.GetFileNameWithoutExtension(file))];
        string[][] paragraphs = [.. files.Select(File.ReadAllLines)];
        var counts = Count([.. paragraphs.Select(lines => lines.Where((_, i) => i % HeldOut != 0))]);
        Write(modelPath, languages, Choose(counts, languages.Length));
        var model = NaiveBayes.Read(modelPath);
        string[][] heldOut = [.. paragraphs.Select(lines => lines.Where((_, i) => i % HeldOut == 0).ToArray())];
        report.WriteLine($"{languages.Length} languages, {paragraphs.Sum(lines => lines.Length)} paragraphs, {heldOut.Sum(lines => lines.Length)} of them held out");
        report.WriteLine($"held-out paragraphs: {Accuracy(model, heldOut, int.MaxValue)}");
        report.WriteLine($"their first {ShortLength} characters: {Accuracy(model, heldOut, ShortLength)}");
    }

    private static Dictionary<string, int[]> Count(IEnumerable<string>[] texts)
    {
        var counts = new Dictionary<string, int[]>(StringComparer.Ordinal);
        for (var language = 0; language < texts.Length; language++)
        {
            foreach (var gram in texts[language].SelectMany(text => Grams.Of(Grams.Normalize(text))))
            {
                if (!counts.TryGetValue(gram, out var row))
                    counts[gram] = row = new int[texts.Length];
                row[language]++;
            }
        }

        return counts;
    }

    // the most frequent of each language, since those seen once or twice say more of the text than of the language
    private static SortedDictionary<string, int[]> Choose(Dictionary<string, int[]> counts, int languages)
    {
        var chosen = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        for (var language = 0; language < languages; language++)
        {
            foreach (var (gram, row) in counts.OrderByDescending(pair => pair.Value[language]).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(GramsPerLanguage))
                chosen[gram] = row;
        }

        return chosen;
    }

    private static void Write(string path, string[] languages, SortedDictionary<string, int[]> counts)
    {
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.WriteLine($"gram\t{string.Join('\t', languages)}");
        foreach (var (gram, row) in counts)
            file.WriteLine($"{gram}\t{string.Join('\t', row)}");
    }

    private static string Accuracy(NaiveBayes model, string[][] texts, int length)
    {
        var right = 0;
        for (var language = 0; language < texts.Length; language++)
        {
            foreach (var text in texts[language])
            {
                var scores = model.Score(text.Length <= length ? text : text[..length])!;
                right += Array.IndexOf(scores, scores.Max()) == language ? 1 : 0;
            }
        }

        var all = texts.Sum(lines => lines.Length);
        return string.Create(CultureInfo.InvariantCulture, $"{right} of {all} right ({100.0 * right / all:0.0} %)");
    }
}
