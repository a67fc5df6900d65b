using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>A text under a rule. What YAML takes for a number or a boolean is refused with the advice to quote it.</summary>
internal sealed class TextSchema<T>(string expectation, TextParser<T> parse) : Schema<T>
{
    public override string Expectation => expectation;

    /// <summary>The rule as a regular expression (what ECMA 262 and RE2 share), as far as one can say it: it takes all that the rule takes.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only values there are, where the rule is a choice.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>A number above zero without quotes is taken as its text, as Kubernetes does for quantities.</summary>
    public bool TakesNumbers { get; init; }

    /// <summary>The value may be a password: no message shows it.</summary>
    public bool HidesValue { get; init; }

    /// <summary>What was probably meant by a text that is refused.</summary>
    public Func<string, string?>? Suggest { get; init; }

    public override string Hint => Choices is not null || expectation == "a string" ? "" : expectation;

    public override JsonObject ToStructural()
    {
        // the type "integer or string" of Kubernetes would refuse 0.5
        var schema = TakesNumbers
            ? new JsonObject { [StructuralSchema.KeepsUnknown] = true, ["minimum"] = 0, ["exclusiveMinimum"] = true }
            : new JsonObject { ["type"] = "string" };
        // some builds of Kubernetes 1.20 take an empty text for a null
        if (!TakesNumbers && parse("", out _))
            schema["nullable"] = true;
        // a server repeats what its pattern refuses
        if (Pattern is not null && !HidesValue)
            schema["pattern"] = Pattern;
        if (Choices is not null)
            schema["enum"] = new JsonArray([.. Choices.Select(choice => JsonValue.Create(choice))]);
        return schema;
    }

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
