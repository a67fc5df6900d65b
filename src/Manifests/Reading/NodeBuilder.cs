using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Inference.Manifests.Reading;

/// <summary>
/// Parsing events → nodes, with aliases and merge keys (<c>&lt;&lt;</c>) resolved. What goes against a limit is thrown as the library
/// throws its own syntax errors, since both end the document at that place. No message repeats a value: it might be a secret.
/// </summary>
internal sealed class NodeBuilder(IParser events, int lineOffset, bool isFlat)
{
    private const int DeepestNesting = 64;
    private const long MostNodesFromAliases = 100_000;

    private readonly Dictionary<string, Node?> _anchors = [];
    private long _nodesFromAliases;

    /// <summary>The next document that holds anything, or null at the end.</summary>
    public Node? ReadDocument()
    {
        while (events.MoveNext())
        {
            if (events.Current is not DocumentStart)
                continue;
            _anchors.Clear();
            _nodesFromAliases = 0;
            Advance();
            var root = ReadNode(0);
            if (root is not ScalarNode { Kind: ScalarKind.Null })
                return root;
        }

        return null;
    }

    private ParsingEvent Advance()
    {
        do
        {
            if (!events.MoveNext())
                throw new SemanticErrorException("the text ends within a document");
        }
        while (events.Current is Comment);
        return events.Current!;
    }

    private Node ReadNode(int depth)
    {
        var current = events.Current!;
        if (depth > DeepestNesting)
            throw Error(current, $"nested deeper than {DeepestNesting} levels");
        return current switch
        {
            Scalar scalar => Remember(scalar, ToNode(scalar)),
            AnchorAlias alias => Resolve(alias),
            SequenceStart start => Remember(start, ReadSequence(start, depth)),
            MappingStart start => Remember(start, ReadMapping(start, depth)),
            _ => throw Error(current, "a value was expected"),
        };
    }

    private SequenceNode ReadSequence(SequenceStart start, int depth)
    {
        Announce(start);
        var items = new List<Node>();
        while (Advance() is not SequenceEnd)
            items.Add(ReadNode(depth + 1));
        return new SequenceNode(items, Line(start), Column(start));
    }

    private MappingNode ReadMapping(MappingStart start, int depth)
    {
        Announce(start);
        var entries = new List<MappingEntry>();
        var merged = new List<MappingEntry>();
        while (Advance() is not MappingEnd)
        {
            var keyEvent = events.Current!;
            if (ReadNode(depth + 1) is not ScalarNode key)
                throw Error(keyEvent, "a key that is not a plain text");
            Advance();
            var value = ReadNode(depth + 1);
            if (key.Text == "<<" && keyEvent is Scalar { Style: ScalarStyle.Plain })
                merged.AddRange(Merge(keyEvent, value));
            else
                entries.Add(new MappingEntry(key, value));
        }

        var own = entries.Select(entry => entry.Key.Text).ToHashSet();
        entries.AddRange(merged.Where(entry => own.Add(entry.Key.Text)));
        return new MappingNode(entries, Line(start), Column(start));
    }

    private static IEnumerable<MappingEntry> Merge(ParsingEvent key, Node value) => value switch
    {
        MappingNode mapping => mapping.Entries,
        SequenceNode list => list.Items.SelectMany(item => Merge(key, item)),
        _ => throw Error(key, "the merge key << wants an object or a list of objects"),
    };

    private Node Resolve(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw Error(alias, "an alias of an anchor that this document does not have; write a text that begins with * in quotes");
        if (node is null)
            throw Error(alias, "an alias within the very value that it stands for");
        _nodesFromAliases += node.Weight;
        if (_nodesFromAliases > MostNodesFromAliases)
            throw Error(alias, $"aliases stand for more than {MostNodesFromAliases} values");
        return node;
    }

    // a collection is announced before its content is read, so that an alias to itself is told from an unknown one
    private void Announce(NodeEvent start)
    {
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor.Value] = null;
    }

    private T Remember<T>(NodeEvent start, T node)
        where T : Node
    {
        if (!start.Anchor.IsEmpty)
            _anchors[start.Anchor.Value] = node;
        return node;
    }

    private ScalarNode ToNode(Scalar scalar)
    {
        var isText = scalar.Style != ScalarStyle.Plain || !scalar.Tag.IsEmpty && scalar.Tag.Value is "!" or "tag:yaml.org,2002:str";
        var kind = isText ? ScalarKind.Text : PlainScalar.Resolve(scalar.Value);
        return new ScalarNode(scalar.Value, kind, Line(scalar), Column(scalar));
    }

    private static SemanticErrorException Error(ParsingEvent at, string message) => new(at.Start, at.End, message);

    private int Line(ParsingEvent at) => isFlat ? 1 : (int)at.Start.Line + lineOffset;

    private int Column(ParsingEvent at) => isFlat ? 1 : (int)at.Start.Column;
}
