using YamlDotNet.Core;

namespace Inference.Manifests.Reading;

/// <summary>
/// YAML text → documents. A document that is no YAML becomes a diagnostic and reading goes on at the next <c>---</c>,
/// so that it does not take the rest of the file down.
/// </summary>
internal sealed class YamlParser
{
    private readonly string _file;
    private readonly string _text;
    private bool _isFlat;
    private readonly List<YamlDocument> _documents = [];
    private readonly List<Diagnostic> _diagnostics = [];

    private YamlParser(string file, string text)
    {
        _file = file;
        _text = text;
    }

    public static YamlFile Parse(string file, string filePath, string text) => Parse(new YamlParser(file, text), filePath);

    /// <summary>A text that stands in no file: every place in it is given as the beginning of the file it is about.</summary>
    public static YamlFile ParseFlat(string file, string filePath, string text) => Parse(new YamlParser(file, text) { _isFlat = true }, filePath);

    private static YamlFile Parse(YamlParser parser, string filePath)
    {
        parser.ParseAll();
        return new YamlFile(parser._file, filePath, parser._documents, parser._diagnostics);
    }

    private void ParseAll()
    {
        var lines = new LineIndex(_text);
        var forbidden = ForbiddenCharacter.Find(_text);
        if (forbidden >= 0)
        {
            var (line, column) = lines.Locate(forbidden);
            Report(line, column, "a character that YAML does not allow", $"U+{(int)_text[forbidden]:X4}");
            return;
        }

        for (var start = 0; start < lines.Count;)
        {
            var failedAt = ParseFrom(lines, start);
            if (failedAt is not { } line)
                return;
            start = lines.FindDocumentStart(Math.Max(line, start + 1));
        }
    }

    /// <summary>Reads documents from a line (counted from 0) on; the line of the error that ended it, or null at the end of the text.</summary>
    private int? ParseFrom(LineIndex lines, int firstLine)
    {
        var scanner = new Scanner(new StringReader(_text[lines.Offset(firstLine)..]));
        try
        {
            var events = new NodeBuilder(new Parser(scanner), firstLine, _isFlat);
            while (events.ReadDocument() is { } root)
                _documents.Add(new YamlDocument(root, new SourceLocation(_file, root.Line, root.Column)));
            return null;
        }
        catch (YamlException exception)
        {
            // some of the library's errors do not say where they are
            return exception.End.Index > 0
                ? Fail(lines, firstLine, exception.Start, exception.End, exception.Message)
                : Fail(lines, firstLine, scanner.CurrentPosition, scanner.CurrentPosition, exception.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // the library's own slips on odd input (index errors and the like): the text is at fault, about where it was
            var here = scanner.CurrentPosition;
            return Fail(lines, firstLine, here, here, "cannot be read as YAML up to here: look for a bracket, brace or quote that is not closed");
        }
    }

    private int Fail(LineIndex lines, int firstLine, Mark start, Mark end, string message)
    {
        var line = Math.Clamp((int)start.Line + firstLine, 1, lines.Count);
        var column = Math.Clamp((int)start.Column, 1, lines.Length(line - 1) + 1);
        Report(line, column, "not YAML: " + Lower(message.TrimEnd('.')), null);
        return Math.Clamp((int)end.Line + firstLine, 1, lines.Count) - 1;
    }

    private void Report(int line, int column, string problem, string? found)
        => _diagnostics.Add(new Diagnostic(Severity.Error, new SourceLocation(_file, line, column), "", problem) { Found = found });

    private static string Lower(string message) => message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..];
}
