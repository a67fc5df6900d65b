namespace Inference.Architecture.Tests.Sources;

/// <summary>
/// Blanks what is not code in C# text: comments, characters, strings (regular, verbatim, raw; the holes of interpolated ones are code and stay) and
/// preprocessor lines. Line breaks and all positions are kept.
/// </summary>
internal sealed class CodeStripper
{
    private readonly string text;
    private readonly char[] output;
    private int at;

    private CodeStripper(string text)
    {
        this.text = text;
        output = text.ToCharArray();
    }

    public static string Strip(string text)
    {
        var stripper = new CodeStripper(text);
        while (stripper.at < text.Length)
        {
            stripper.Code();

            // a closing brace too many: not C#, but the rest is read all the same
            stripper.at++;
        }

        return new string(stripper.output);
    }

    /// <summary>Reads code up to the end, or to the brace that closes what was open before.</summary>
    private void Code()
    {
        var depth = 0;
        while (at < text.Length)
        {
            if (text[at] == '}' && depth-- == 0)
                return;
            if (text[at] == '{')
                depth++;
            if (!Comment() && !Directive() && !Character() && !Text())
                at++;
        }
    }

    private bool Comment()
    {
        if (Starts("//"))
            return BlankTo("\n", included: false);
        return Starts("/*") && BlankTo("*/", included: true);
    }

    private bool Directive()
    {
        if (text[at] != '#' || !string.IsNullOrWhiteSpace(text[(text.LastIndexOf('\n', at) + 1)..at]))
            return false;
        return BlankTo("\n", included: false);
    }

    private bool Character()
    {
        if (text[at] != '\'' || at + 2 >= text.Length)
            return false;
        var end = text.IndexOf('\'', text[at + 1] == '\\' ? at + 3 : at + 2);
        if (end < 0 || end - at > 11 || (text[at + 1] != '\\' && end != at + 2))
            return false;
        Blank(end + 1 - at);
        return true;
    }

    private bool Text()
    {
        var start = at;
        while (start < text.Length && text[start] is '$' or '@')
            start++;
        if (start >= text.Length || text[start] != '"')
            return false;

        var prefix = text[at..start];
        var dollars = prefix.Count(character => character == '$');
        var quotes = Run('"', start);
        Blank(prefix.Length);
        if (prefix.Contains('@'))
            Quoted(dollars, closing: 1, isVerbatim: true);
        else if (quotes >= 3)
            Quoted(dollars, closing: quotes, isVerbatim: true);
        else
            Quoted(dollars, closing: 1, isVerbatim: false);
        return true;
    }

    private void Quoted(int dollars, int closing, bool isVerbatim)
    {
        Blank(closing);
        while (at < text.Length)
        {
            if (text[at] == '"')
            {
                var run = Run('"', at);
                var escaped = closing == 1 && isVerbatim && run >= 2;
                var ends = closing == 1 ? !escaped : run >= closing;
                Blank(escaped ? 2 : closing == 1 ? 1 : run);
                if (ends)
                    return;
            }
            else if (text[at] == '\\' && !isVerbatim)
            {
                Blank(2);
            }
            else if (dollars > 0 && text[at] == '{')
            {
                Hole(dollars, isRaw: closing > 1);
            }
            else
            {
                Blank(1);
            }
        }
    }

    private void Hole(int dollars, bool isRaw)
    {
        var braces = Run('{', at);
        Blank(braces);

        // doubled braces are text in an ordinary string, fewer than there are dollars in a raw one
        if (isRaw ? braces < dollars : braces % 2 == 0)
            return;
        Code();
        Blank(isRaw ? dollars : 1);
    }

    private bool Starts(string what) => string.CompareOrdinal(text, at, what, 0, what.Length) == 0;

    private int Run(char character, int from)
    {
        var end = from;
        while (end < text.Length && text[end] == character)
            end++;
        return end - from;
    }

    private bool BlankTo(string end, bool included)
    {
        var found = text.IndexOf(end, at, StringComparison.Ordinal);
        var stop = found < 0 ? text.Length : found + (included ? end.Length : 0);
        Blank(stop - at);
        return true;
    }

    private void Blank(int count)
    {
        for (var end = Math.Min(at + count, text.Length); at < end; at++)
        {
            if (text[at] != '\n')
                output[at] = ' ';
        }
    }
}
