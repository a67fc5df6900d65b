using Inference.Manifests.Reading;

namespace Inference.Manifests;

/// <summary>A place in a manifest: the file as the reader was given it (relative to its folder), line and column counted from 1.</summary>
public readonly record struct SourceLocation(string File, int Line, int Column) : IComparable<SourceLocation>
{
    public int CompareTo(SourceLocation other)
    {
        var byFile = string.CompareOrdinal(File, other.File);
        if (byFile != 0)
            return byFile;
        return Line != other.Line ? Line.CompareTo(other.Line) : Column.CompareTo(other.Column);
    }

    /// <summary><c>file:line:column</c>, in one line whatever the file's name.</summary>
    public override string ToString() => $"{Printable.Line(File)}:{Line}:{Column}";

    public static bool operator <(SourceLocation left, SourceLocation right) => left.CompareTo(right) < 0;

    public static bool operator <=(SourceLocation left, SourceLocation right) => left.CompareTo(right) <= 0;

    public static bool operator >(SourceLocation left, SourceLocation right) => left.CompareTo(right) > 0;

    public static bool operator >=(SourceLocation left, SourceLocation right) => left.CompareTo(right) >= 0;
}
