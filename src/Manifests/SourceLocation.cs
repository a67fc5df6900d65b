using Inference.Manifests.Reading;

namespace Inference.Manifests;

/// <summary>
/// A place in a manifest: the file as the reader was given it (relative to its folder), line and column counted from 1. In an object that was read
/// from no text there are no lines: the line is 0, the column tells only what comes first.
/// </summary>
public readonly record struct SourceLocation(string File, int Line, int Column) : IComparable<SourceLocation>
{
    public int CompareTo(SourceLocation other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        if (byFile != 0)
            return byFile;
        return Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
    }

    /// <summary><c>file:line:column</c>, or the name alone where there are no lines; in one line whatever the name.</summary>
    public override string ToString() => Line == 0 ? Printable.Line(File) : $"{Printable.Line(File)}:{Line}:{Column}";

    public static bool operator <(SourceLocation left, SourceLocation right) => left.CompareTo(right) < 0;

    public static bool operator <=(SourceLocation left, SourceLocation right) => left.CompareTo(right) <= 0;

    public static bool operator >(SourceLocation left, SourceLocation right) => left.CompareTo(right) > 0;

    public static bool operator >=(SourceLocation left, SourceLocation right) => left.CompareTo(right) >= 0;
}
