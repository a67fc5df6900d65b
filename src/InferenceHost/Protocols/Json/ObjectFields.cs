using System.Text;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>
/// Goes through an object by its known keys, in whatever order they come. Properties that are not known are passed over, and remembered: one of them
/// may be a known one misspelt. A property that is given twice is a problem.
/// </summary>
internal struct ObjectFields(KeyTable table, FieldPath path)
{
    /// <summary>More unknown properties than this in one object are refused: they cost memory.</summary>
    private const int MostUnknown = 256;

    /// <summary>Names that others use for the same thing and that are no slip of the keyboard.</summary>
    private static readonly (string Given, string Meant)[] Synonyms =
    [
        ("dtype", "datatype"), ("type", "datatype"), ("data_type", "datatype"), ("value", "data"), ("values", "data"), ("dims", "shape"),
        ("dimensions", "shape"), ("instances", "inputs"),
    ];

    private bool first = true;
    private uint seen;
    private HashSet<string>? unknown;

    public readonly FieldPath Path => path;

    public readonly bool Has(int key) => (seen & (1u << key)) != 0;

    /// <summary>Goes on to the next known property's value; false behind the end of the object, or where it is malformed.</summary>
    public bool Next(ref JsonCursor cursor, ref ProblemList problems, out int key)
    {
        while (cursor.NextProperty(ref first, out var name))
        {
            key = table.IndexOf(name);
            if (key >= 0 && !Has(key))
            {
                seen |= 1u << key;
                return true;
            }

            if (key >= 0 || !TryRemember(name))
                problems.Add(path.ToString(), $"property {Quoted.Of(name)} is given twice");
            if (unknown?.Count > MostUnknown)
            {
                problems.Add(path.ToString(), $"over {MostUnknown} unknown properties");
                unknown.Clear();
            }

            if (!cursor.Skip())
                break;
        }

        key = -1;
        return false;
    }

    /// <summary>Adds the problem that a property is needed and not there.</summary>
    public readonly void Missing(int key, ref ProblemList problems)
    {
        var name = table[key];
        var hint = Misspelt(name) is { } given ? $"; {Quoted.Of(given)} is not known, is {Quoted.Of(name)} meant?" : "";
        problems.Add(path.ToString(), $"missing {Quoted.Of(name)}{hint}");
    }

    private bool TryRemember(ReadOnlySpan<byte> name) => (unknown ??= new HashSet<string>(StringComparer.Ordinal)).Add(Encoding.UTF8.GetString(name));

    private readonly string? Misspelt(string name)
    {
        if (unknown is null)
            return null;
        foreach (var (given, meant) in Synonyms)
        {
            if (meant == name && unknown.Contains(given))
                return given;
        }

        return NearestName.Find(name, unknown);
    }
}
