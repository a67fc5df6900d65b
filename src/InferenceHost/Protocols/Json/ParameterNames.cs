using System.Text;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>The names of an object of parameters, which may be any: none twice, and not without number.</summary>
/// <param name="known">Names that the protocol itself has, which cost no memory.</param>
/// <param name="path">Where the object stands.</param>
internal ref struct ParameterNames(KeyTable known, FieldPath path)
{
    private uint seenKnown;
    private HashSet<string>? seen;
    private int count;

    /// <summary>The name, if its value is to be read; else the value was passed over.</summary>
    public string? Add(ref JsonCursor cursor, ref RequestDraft draft, ReadOnlySpan<byte> utf8)
    {
        var hasRoom = draft.HasRoom(path, count++);
        var key = known.IndexOf(utf8);
        var name = !hasRoom ? "" : key >= 0 ? known[key] : Encoding.UTF8.GetString(utf8);
        if (hasRoom && TryRemember(key, name))
            return name;
        if (hasRoom)
            draft.Problems.Add(path.ToString(), $"property {Quoted.Of(name)} is given twice");
        cursor.Skip();
        return null;
    }

    private bool TryRemember(int key, string name)
    {
        if (key < 0)
            return (seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);
        var isNew = (seenKnown & (1u << key)) == 0;
        seenKnown |= 1u << key;
        return isNew;
    }
}
