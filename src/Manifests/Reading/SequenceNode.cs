namespace Inference.Manifests.Reading;

internal sealed class SequenceNode(IReadOnlyList<Node> items, int line, int column) : Node(line, column)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public override long Weight { get; } = Sum(items);

    public override string Describe(bool hideValue) => "a list";
}
