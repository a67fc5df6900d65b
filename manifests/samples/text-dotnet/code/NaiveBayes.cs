using System.Globalization;

namespace Language;

/// <summary>
/// Multinomial naive Bayes over <see cref="Grams"/> (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 13.2): a language's score is the sum of the
/// logarithms of how frequent each gram is in it. The file has a line of languages, then one line per gram with its count in each of them.
/// </summary>
internal sealed class NaiveBayes
{
    // added to each count, so that a gram never seen in a language makes it unlikely and not impossible
    private const double Smoothing = 0.1;
    private readonly Dictionary<string, double[]> logarithms = new(StringComparer.Ordinal);

    /// <param name="languages">Their codes.</param>
    /// <param name="counts">Of each gram, how often it stands in each language's texts.</param>
    public NaiveBayes(IReadOnlyList<string> languages, IReadOnlyDictionary<string, int[]> counts)
    {
        Languages = languages;
        var totals = new double[languages.Count];
        foreach (var row in counts.Values)
        {
            for (var i = 0; i < totals.Length; i++)
                totals[i] += row[i] + Smoothing;
        }

        foreach (var (gram, row) in counts)
            logarithms[gram] = [.. row.Select((count, i) => Math.Log((count + Smoothing) / totals[i]))];
    }

    public IReadOnlyList<string> Languages { get; }

    public static NaiveBayes Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var languages = lines[0].Split('\t')[1..];
        var counts = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var line in lines.Skip(1))
        {
            var cells = line.Split('\t');
            counts[cells[0]] = [.. cells.Skip(1).Select(cell => int.Parse(cell, CultureInfo.InvariantCulture))];
            if (counts[cells[0]].Length != languages.Length)
                throw new InvalidDataException($"{Path.GetFileName(path)}: expected {languages.Length} counts for '{cells[0]}', found {cells.Length - 1}; train it again");
        }

        return new NaiveBayes(languages, counts);
    }

    /// <summary>How likely each language is, all together 1; null where the text has no letter.</summary>
    public double[]? Score(string text)
    {
        var normalized = Grams.Normalize(text);
        if (normalized.Length < 2)
            return null;
        var sums = new double[Languages.Count];
        foreach (var gram in Grams.Of(normalized))
        {
            if (!logarithms.TryGetValue(gram, out var row))
                continue;
            for (var i = 0; i < sums.Length; i++)
                sums[i] += row[i];
        }

        var best = sums.Max();
        double[] weights = [.. sums.Select(sum => Math.Exp(sum - best))];
        var all = weights.Sum();
        return [.. weights.Select(weight => weight / all)];
    }
}
