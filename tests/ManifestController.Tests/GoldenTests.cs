using Inference.ManifestController.Tests.Golden;

namespace Inference.ManifestController.Tests;

/// <summary>
/// Manifests in, desired objects and statuses out: the folders of <c>Cases</c>. <c>INFERENCE_UPDATE_GOLDEN=1 dotnet test tests/ManifestController.Tests --filter GoldenTests</c> writes what comes out now over what is expected, to be looked at
/// as any other change.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Cases => [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Repository.Folder, "tests", "ManifestController.Tests", "Cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Plan_OfCase_IsAsExpected(string name)
    {
        var folder = Path.Combine(Folder, name);
        var given = new GoldenCase(folder);
        Compare(Path.Combine(folder, "desired.yaml"), given.Desired());
        Compare(Path.Combine(folder, "status.yaml"), given.Status());
    }

    [Fact]
    public void Cases_Folder_IsNotEmpty() => Cases.Count.ShouldBeGreaterThan(10);

    private static void Compare(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("INFERENCE_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        actual.ShouldBe(File.Exists(file) ? File.ReadAllText(file) : "", $"of {file}");
    }
}
