namespace Inference.Manifests.Tests;

public sealed class DiagnosticTests
{
    private static readonly SourceLocation s_place = new("digits.yaml", 12, 7);

    [Fact]
    public void ToString_UnknownField_IsOneLineWithTheRightName()
        => new Diagnostic(Severity.Error, s_place, "spec.modelpath", "unknown field") { Suggestion = "modelPath" }.ToString()
            .ShouldBe("digits.yaml:12:7: error: spec.modelpath: unknown field, did you mean 'modelPath'?");

    [Fact]
    public void ToString_ExpectedAndFound_AreBothThere()
        => new Diagnostic(Severity.Warning, s_place, "a", "") { Expected = "x", Found = "y" }.ToString().ShouldBe("digits.yaml:12:7: warning: a: expected x, found y");

    [Fact]
    public void ToString_WholeFile_HasNoPath()
        => new Diagnostic(Severity.Note, s_place, "", "empty").ToString().ShouldBe("digits.yaml:12:7: note: empty");

    [Fact]
    public void SourceLocation_Comparison_GoesByFileLineColumn()
    {
        (new SourceLocation("a", 9, 9) < new SourceLocation("b", 1, 1)).ShouldBeTrue();
        (new SourceLocation("a", 2, 1) > new SourceLocation("a", 1, 9)).ShouldBeTrue();
        (new SourceLocation("a", 1, 1) <= new SourceLocation("a", 1, 1)).ShouldBeTrue();
        (new SourceLocation("a", 1, 1) >= new SourceLocation("a", 1, 2)).ShouldBeFalse();
    }
}
