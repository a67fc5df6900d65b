using FsCheck;
using FsCheck.Fluent;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Tests.Reading;

/// <summary>Whatever the text, reading ends, throws nothing, and every diagnostic points into the file.</summary>
public sealed class RobustnessTests
{
    private static readonly Config s_many = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(60);

    [Fact]
    public void Decode_RandomBytes_GivesTextOrAPlace()
        => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            var (text, problem) = FileText.Decode("a.yaml", bytes);
            return (text is null) != (problem is null) && (text is null || Check(text));
        }).Check(s_many);

    [Fact]
    public void ReadTexts_RandomText_EndsWithPlacesInTheFile()
        => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => Check(text.Get)).Check(s_many);

    [Fact]
    public void ReadTexts_RandomYamlSyntax_EndsWithPlacesInTheFile()
    {
        var tokens = Gen.Elements(
            "a", "kind: ", "apiVersion: ", "unified-platform.cs.hse.ru/v1", "DataBox", ": ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", "\"", "'", "|", ">", "&a ", "*a", "<<: ", "? ",
            "!", "!!str ", "%", "---\n", "...\n", "#", "\t", "\r\n", "\u0085", "\u2028", "\0", "é", "😀", "\ud800", "1e3", "~", "\\", "@", "`", "spec:", "metadata: { name: x, namespace: y }");

        Prop.ForAll(tokens.ListOf().Select(parts => string.Concat(parts)).ToArbitrary(), Check).Check(s_many);
    }

    [Fact]
    public void ReadTexts_MutatedManifests_EndWithPlacesInTheFile()
        => Prop.ForAll(GeneratedManifest.Mutated.ToArbitrary(), Check).Check(s_many);

    [Fact]
    public void ReadTexts_RandomTreesUnderEveryKind_EndWithPlacesInTheFile()
        => Prop.ForAll(GeneratedManifest.Texts.ToArbitrary(), Check).Check(s_many);

    [Theory]
    [InlineData("[", 200_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 100_000)]
    [InlineData("a:\n ", 50_000)]
    [InlineData("? ", 100_000)]
    [InlineData("&a ", 100_000)]
    [InlineData("!", 200_000)]
    [InlineData("---\n", 50_000)]
    [InlineData("--- [\n", 5_000)]
    [InlineData("'", 200_001)]
    [InlineData("a: 1\n", 50_000)]
    [InlineData("# c\n", 100_000)]
    [InlineData("%a\n", 50_000)]
    public void ReadTexts_LongRepetitions_EndSoon(string part, int count)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Check(string.Concat(Enumerable.Repeat(part, count))).ShouldBeTrue();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void ReadTexts_ManyProblems_AreCutShort()
    {
        var text = ManifestText.Box + "\n" + string.Concat(Enumerable.Range(0, 5_000).Select(number => $"zz{number}: 1\n"));

        var diagnostics = ManifestReader.ReadTexts([("a.yaml", text)]).Diagnostics;

        diagnostics.Count.ShouldBe(101);
        diagnostics[^1].Problem.ShouldBe("there is more, which is not listed");
    }

    [Fact]
    public void ReadTexts_ErrorAfterManyWarnings_MakesTheDocumentInvalid()
    {
        var text = ManifestText.Box + "\n" + string.Concat(Enumerable.Range(0, 150).Select(number => $"zz{number}: 1\n")) + "metadataa: 1\n";

        var set = ManifestReader.ReadTexts([("a.yaml", text)]);

        set.Boxes.ShouldBeEmpty();
        set.Documents.ShouldHaveSingleItem().IsValid.ShouldBeFalse();
        set.Diagnostics.Count.ShouldBe(101);
    }

    [Fact]
    public void ReadTexts_NamesWithLineBreaks_GiveMessagesOfOneLine()
    {
        var box = ManifestText.Box.Replace("name: data", "name: \"a\\nb\\u202e\"", StringComparison.Ordinal);

        var set = ManifestReader.ReadTexts([("a\n.yaml", ManifestText.Join(box, box, ManifestText.Component))]);

        set.Diagnostics.Count.ShouldBe(3);
        set.Diagnostics.ShouldAllBe(diagnostic => !diagnostic.ToString().Any(character => char.IsControl(character) || character == '\u202e'));
    }

    private static bool Check(string text)
    {
        var set = ManifestReader.ReadTexts([("a.yaml", text)]);
        var lines = new LineIndex(text);
        foreach (var (_, line, column) in set.Diagnostics.Select(diagnostic => diagnostic.Location).Concat(set.Documents.Select(document => document.At(""))))
        {
            line.ShouldBeInRange(1, lines.Count, text);
            column.ShouldBeInRange(1, lines.Length(line - 1) + 1, text);
        }

        set.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Location.File == "a.yaml" && !diagnostic.ToString().Any(char.IsControl), text);
        set.Documents.ShouldAllBe(document => document.IsValid == document.Diagnostics.All(diagnostic => diagnostic.Severity != Severity.Error), text);
        return true;
    }
}
