using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>A field's name from the document's root on, and where that field (its key, or the list's item) stands.</summary>
internal sealed class FieldPath
{
    private readonly FieldPath? _parent;
    private readonly string _name;
    private readonly int _index;

    private FieldPath(FieldPath? parent, string name, int index, Node at)
    {
        _parent = parent;
        _name = name;
        _index = index;
        At = at;
    }

    /// <summary>The key or item; of the root, the document itself.</summary>
    public Node At { get; }

    public static FieldPath Root(Node document) => new(null, "", -1, document);

    public FieldPath Field(ScalarNode key) => new(this, key.Text, -1, key);

    /// <summary>A field that is not there: it stands where its parent does.</summary>
    public FieldPath Missing(string name) => new(this, name, -1, At);

    public FieldPath Item(int index, Node item) => new(this, "", index, item);

    public override string ToString()
    {
        if (_parent is null)
            return "";
        var parent = _parent.ToString();
        if (_index >= 0)
            return $"{parent}[{_index}]";
        var name = Printable.Text(_name);
        if (name.Length == 0 || name.AsSpan().ContainsAny('.', '[', ' '))
            return $"{parent}[{Printable.Quote(_name)}]";
        return parent.Length == 0 ? name : $"{parent}.{name}";
    }
}
