namespace Inference.Manifests.Reading;

internal sealed class SequenceNode(IReadOnlyList<Node> items, int line, int column) : Node(line, column)
{
    public IReadOnlyList<Node> Items { get; } = items;

    public override long Weight { get; } = items.Aggregate(1L, (sum, item) => Math.Min(sum + item.Weight, int.MaxValue));

    public override string Describe(bool hideValue) => "a list";
}
