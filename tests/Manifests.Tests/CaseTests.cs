using System.Runtime.CompilerServices;
using System.Text;

namespace Inference.Manifests.Tests;

/// <summary>
/// Every folder under Cases is a folder of manifests with an expected.txt: all diagnostics, and every document with its verdict.
/// With INFERENCE_UPDATE_GOLDEN=1 the files are written anew; the change is then looked at in review.
/// </summary>
public sealed class CaseTests
{
    private static readonly string s_cases = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static TheoryData<string> Cases() => [.. Directory.GetDirectories(s_cases).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ReadFolder_Case_SaysWhatIsExpected(string name)
    {
        var folder = Path.Combine(s_cases, name);

        var actual = Describe(ManifestReader.ReadFolder(folder));

        if (Environment.GetEnvironmentVariable("INFERENCE_UPDATE_GOLDEN") == "1")
            File.WriteAllText(Path.Combine(SourceFolder(), "Cases", name, "expected.txt"), actual);
        else
            actual.ShouldBe(File.ReadAllText(Path.Combine(folder, "expected.txt")));
    }

    private static string Describe(ManifestSet set)
    {
        var text = new StringBuilder();
        foreach (var diagnostic in set.Diagnostics)
            text.Append(diagnostic).Append('\n');
        text.Append("---\n");
        foreach (var document in set.Documents)
            text.Append($"{document.File}:{document.Line} {(document.IsValid ? "valid" : "invalid")} {document.Kind} {document.Namespace}/{document.Name}\n");
        return text.ToString();
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
