using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>The real <c>InferenceHost validate</c> says of the corpus that tests share (tests/Manifests.Tests/Cases) what its golden files say.</summary>
public sealed class ValidateCaseTests
{
    private static readonly string s_cases = Repository.Path("tests", "Manifests.Tests", "Cases");

    public static TheoryData<string> Cases() => [.. Directory.GetDirectories(s_cases).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Validate_Case_SaysWhatIsExpected(string name)
    {
        var expected = await File.ReadAllLinesAsync(Path.Combine(s_cases, name, "expected.txt"), TestContext.Current.CancellationToken);
        var diagnostics = expected.TakeWhile(line => line != "---").ToList();
        var errors = diagnostics.Count(line => line.Contains(": error: ", StringComparison.Ordinal));

        var run = await HostProgram.RunAsync(["validate", Path.Combine(s_cases, name)], TestContext.Current.CancellationToken);

        run.Output.TrimEnd('\n').Split('\n').ShouldBe([.. diagnostics, $"{expected.Length - diagnostics.Count - 1} documents, {errors} errors"]);
        run.ExitCode.ShouldBe(errors > 0 ? 1 : 0);
    }
}
