using System.Text;
using Inference.Manifests.Schemas;

namespace Inference.Manifests;

/// <summary>A Kubernetes Secret (core/v1). Its values are in no text that this assembly makes.</summary>
public sealed record Secret : Manifest
{
    private const string KeyExpectation = "a key of letters, digits, '-', '_', '.' and '@'";
    private static readonly MapSchema<SecretValue> s_data = new(
        "an object of keys and base64 texts", KeyExpectation, IsKey, new TextSchema<SecretValue>("base64 (plain text goes to stringData)", SecretValue.TryParseBase64));

    private static readonly MapSchema<SecretValue> s_stringData = new(
        "an object of keys and texts", KeyExpectation, IsKey, new TextSchema<SecretValue>("a string", SecretValue.TryParseText));

    /// <summary><c>data</c> decoded, and over it <c>stringData</c>.</summary>
    public IReadOnlyDictionary<string, SecretValue> Values { get; init; } = new Dictionary<string, SecretValue>();

    internal static ObjectSchema<Secret> Schema { get; } = ManifestSchema.For<Secret>("Passwords and the like; a Secret of Kubernetes.")
        .Optional("type", Texts.Any, _ => null, (s, _) => s, "Passed over.")
        .Optional("immutable", Texts.Boolean, _ => null, (s, _) => s, "Passed over.")
        .Optional("data", s_data, _ => null, (s, v) => s with { Values = Merge(v, over: s.Values) }, "Values in base64.")
        .Optional("stringData", s_stringData, _ => null, (s, v) => s with { Values = Merge(s.Values, over: v) }, "Values as they are; they win over data.");

    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append($"Namespace = {Namespace}, Name = {Name}, Values = {Values.Count}");
        return true;
    }

    private static Dictionary<string, SecretValue> Merge(
        IReadOnlyDictionary<string, SecretValue> values, IReadOnlyDictionary<string, SecretValue> over)
    {
        var merged = new Dictionary<string, SecretValue>(values);
        foreach (var (key, value) in over)
            merged[key] = value;
        return merged;
    }

    // Kubernetes has the same but for '@', which user names have here
    private static bool IsKey(string key) => key.Length is > 0 and <= 253 && key is not ("." or "..") && key.All(UserName.IsCharacter);
}
