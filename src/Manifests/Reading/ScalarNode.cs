namespace Inference.Manifests.Reading;

/// <summary>A single value: its text, and what YAML takes it for.</summary>
internal sealed class ScalarNode(string text, ScalarKind kind, int line, int column) : Node(line, column)
{
    public string Text { get; } = text;

    public ScalarKind Kind { get; } = kind;

    public override long Weight => 1;

    public override string Describe(bool hideValue)
    {
        var (noun, quote) = Kind switch
        {
            ScalarKind.Null => ("nothing", ""),
            ScalarKind.Boolean => ("the boolean", " "),
            ScalarKind.Integer or ScalarKind.Float => ("the number", " "),
            _ => ("the string", "\""),
        };
        if (Kind == ScalarKind.Null)
            return noun;
        if (hideValue)
            return noun.Replace("the ", "a ", StringComparison.Ordinal);
        return quote == " " ? $"{noun} {Printable.Text(Text)}" : $"{noun} {Printable.Quote(Text)}";
    }
}
