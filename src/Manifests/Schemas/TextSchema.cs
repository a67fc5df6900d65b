using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>A text under a rule. What YAML takes for a number or a boolean is refused with the advice to quote it.</summary>
internal sealed class TextSchema<T>(string expectation, TextParser<T> parse) : Schema<T>
{
    public override string Expectation => expectation;

    /// <summary>The rule as a regular expression (ECMA 262), where one says it in full.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only values there are, where the rule is a choice.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>A number without quotes is taken as its text, as Kubernetes does for quantities.</summary>
    public bool TakesNumbers { get; init; }

    /// <summary>The value may be a password: no message shows it.</summary>
    public bool HidesValue { get; init; }

    /// <summary>What was probably meant by a text that is refused.</summary>
    public Func<string, string?>? Suggest { get; init; }

    public override bool TryRead(Node node, FieldPath path, Binding binding, out T value)
    {
        value = default!;
        if (node is ScalarNode scalar)
        {
            var isNumber = scalar.Kind is ScalarKind.Integer or ScalarKind.Float;
            if (scalar.Kind == ScalarKind.Text || isNumber && TakesNumbers)
                return TryParse(scalar, path, binding, out value);
            if (scalar.Kind != ScalarKind.Null && !TakesNumbers && parse(scalar.Text, out _))
                return RefuseUnquoted(scalar, path, binding, out value);
        }

        return Refuse(node, path, binding, expectation);
    }

    private bool TryParse(ScalarNode scalar, FieldPath path, Binding binding, out T value)
        => parse(scalar.Text, out value) || Refuse(scalar, path, binding, expectation);

    private bool RefuseUnquoted(ScalarNode scalar, FieldPath path, Binding binding, out T value)
    {
        value = default!;
        binding.Mismatch(path, scalar, "a string in quotes", suggestion: null, HidesValue);
        return false;
    }

    private bool Refuse(Node node, FieldPath path, Binding binding, string expected)
    {
        var suggestion = node is ScalarNode { Kind: not ScalarKind.Null } scalar ? Suggest?.Invoke(scalar.Text) : null;
        if (suggestion is not null && !parse(suggestion, out _))
            suggestion = null;
        binding.Mismatch(path, node, expected, suggestion, HidesValue);
        return false;
    }
}
