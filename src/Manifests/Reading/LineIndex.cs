namespace Inference.Manifests.Reading;

/// <summary>Where each line of a text begins, with the line ends that the YAML library counts. Lines are counted from 0 here.</summary>
internal sealed class LineIndex
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    public LineIndex(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
        {
            var isPair = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            if (!isPair && IsLineEnd(text[i]))
                _starts.Add(i + 1);
        }
    }

    public int Count => _starts.Count;

    public int Offset(int line) => _starts[line];

    /// <summary>Line and column of a character, counted from 1.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        var found = _starts.BinarySearch(offset);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, offset - _starts[line] + 1);
    }

    /// <summary>Characters of a line without its end.</summary>
    public int Length(int line)
    {
        var end = line + 1 < Count ? _starts[line + 1] : _text.Length;
        while (end > _starts[line] && IsLineEnd(_text[end - 1]))
            end--;
        return end - _starts[line];
    }

    /// <summary>The first line from there on that begins with <c>---</c>, which is a document's start wherever it stands; the count if none.</summary>
    public int FindDocumentStart(int line)
    {
        while (line < Count && !(_text.AsSpan(Offset(line)).StartsWith("---", StringComparison.Ordinal) && IsMarker(Offset(line) + 3)))
            line++;
        return line;
    }

    private static bool IsLineEnd(char character) => character is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    private bool IsMarker(int next) => next >= _text.Length || _text[next] is ' ' or '\t' || IsLineEnd(_text[next]);
}
