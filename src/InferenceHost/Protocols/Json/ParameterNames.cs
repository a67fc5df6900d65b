using System.Text;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Json;

/// <summary>The names of an object of parameters, which may be any: none twice, and not without number.</summary>
internal ref struct ParameterNames(FieldPath path)
{
    private HashSet<string>? seen;
    private int count;

    /// <summary>The name, if its value is to be read; else the value was passed over.</summary>
    public string? Add(ref JsonCursor cursor, ref RequestDraft draft, ReadOnlySpan<byte> utf8)
    {
        var hasRoom = draft.HasRoom(path, count++);
        var name = hasRoom ? Encoding.UTF8.GetString(utf8) : "";
        if (hasRoom && (seen ??= new HashSet<string>(StringComparer.Ordinal)).Add(name))
            return name;
        if (hasRoom)
            draft.Problems.Add(path.ToString(), $"property {Quoted.Of(name)} is given twice");
        cursor.Skip();
        return null;
    }
}
