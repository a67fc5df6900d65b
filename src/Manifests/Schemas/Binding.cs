using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>
/// One document on its way to a record: gathers what there is to say about it. Owned by one reader, not shared.
/// </summary>
internal sealed class Binding(SourceLocation document, string filePath, bool hidesValues)
{
    private const int MostDiagnostics = 100;
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>The absolute path of the manifest file; empty where there is none.</summary>
    public string FilePath { get; } = filePath;

    /// <summary>A Secret: no text of the document may reach a message, except names that are known.</summary>
    public bool HidesValues { get; } = hidesValues;

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public bool HasErrors { get; private set; }

    /// <summary>The place of a node in the document's file.</summary>
    public SourceLocation Locate(Node node) => document with { Line = node.Line, Column = node.Column };

    /// <summary>Where a field stands, for a message about another one: a place in the file, or the field's name where there are no lines.</summary>
    public string Place(FieldPath path) => Locate(path.At) is { Line: > 0 } place ? place.ToString() : path.ToString();

    public void Error(FieldPath path, Node at, string problem, string? expected = null, string? found = null, string? suggestion = null)
        => Add(new Diagnostic(Severity.Error, Locate(at), path.ToString(), problem) { Expected = expected, Found = found, Suggestion = suggestion });

    public void Warning(FieldPath path, Node at, string problem, string? suggestion = null)
        => Add(new Diagnostic(Severity.Warning, Locate(at), path.ToString(), problem) { Suggestion = suggestion });

    public void Note(FieldPath path, Node at, string problem)
        => Add(new Diagnostic(Severity.Note, Locate(at), path.ToString(), problem));

    /// <summary>The value is of another sort than the field's.</summary>
    public void Mismatch(FieldPath path, Node found, string expected, string? suggestion = null, bool hideValue = false)
        => Error(path, found, "", expected, found.Describe(HidesValues || hideValue), HidesValues || hideValue ? null : suggestion);

    private void Add(Diagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == Severity.Error;
        if (_diagnostics.Contains(diagnostic))
            return;
        if (_diagnostics.Count < MostDiagnostics)
            _diagnostics.Add(diagnostic);
        else
            CutShort(diagnostic);
    }

    // one line for all the rest; it weighs as much as the heaviest of them, so that an error among them still counts
    private void CutShort(Diagnostic diagnostic)
    {
        var rest = new Diagnostic(diagnostic.Severity, diagnostic.Location, "", "there is more, which is not listed");
        if (_diagnostics.Count == MostDiagnostics)
            _diagnostics.Add(rest);
        else if (rest.Severity > _diagnostics[^1].Severity)
            _diagnostics[^1] = rest;
    }
}
