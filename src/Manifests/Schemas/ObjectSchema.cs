using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>
/// An object with named fields. It stands beside its record, one line a field: to add a field is to add a property and its line.
/// Absent fields keep the record's own default. An unknown field is an error where its name is nearly right, else a warning.
/// </summary>
internal sealed class ObjectSchema<TRecord>(string description) : Schema<TRecord>, IFieldNames
    where TRecord : new()
{
    private readonly List<Field<TRecord>> _fields = [];
    private readonly List<OneOf> _oneOf = [];

    public override string Expectation => "an object";

    public string Description => description;

    public IReadOnlyList<Field<TRecord>> Fields => _fields;

    public IReadOnlyList<OneOf> Alternatives => _oneOf;

    /// <summary>What other fields may be there without a word about them.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>A field that may be left out; <paramref name="get"/> says what it is then.</summary>
    public ObjectSchema<TRecord> Optional<T>(
        string name, Schema<T> schema, Func<TRecord, object?> get, Func<TRecord, T, TRecord> set, string text)
    {
        _fields.Add(new Field<TRecord, T>(name, text, schema, get, set));
        return this;
    }

    public ObjectSchema<TRecord> Required<T>(string name, Schema<T> schema, Func<TRecord, T, TRecord> set, string text)
    {
        _fields.Add(new Field<TRecord, T>(name, text, schema, _ => null, set) { IsRequired = true });
        return this;
    }

    public ObjectSchema<TRecord> ExactlyOneOf(params IReadOnlyList<string> names)
    {
        _oneOf.Add(new OneOf(names, AtLeast: 1, AtMost: 1));
        return this;
    }

    public ObjectSchema<TRecord> AtLeastOneOf(params IReadOnlyList<string> names)
    {
        _oneOf.Add(new OneOf(names, AtLeast: 1, AtMost: names.Count));
        return this;
    }

    public ObjectSchema<TRecord> AtMostOneOf(params IReadOnlyList<string> names)
    {
        _oneOf.Add(new OneOf(names, AtLeast: 0, AtMost: 1));
        return this;
    }

    bool IFieldNames.Has(string name) => _fields.Exists(field => field.Name == name);

    public override string Hint => string.Join("; ", _oneOf.Select(group => group.Describe()));

    public override JsonObject ToStructural()
    {
        var schema = new JsonObject { ["description"] = Description, ["type"] = "object" };
        var required = _fields.Where(field => field.IsRequired).Select(field => JsonValue.Create(field.Name)).ToArray();
        if (required.Length > 0)
            schema["required"] = new JsonArray([.. required]);
        foreach (var group in _oneOf)
            group.AddTo(schema);
        if (_fields.Count > 0)
            schema["properties"] = new JsonObject(_fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)field.ToStructural())));
        schema[StructuralSchema.KeepsUnknown] = true;
        return schema;
    }

    public override bool TryRead(Node node, FieldPath path, Binding binding, out TRecord value)
    {
        value = new TRecord();
        if (node is not MappingNode mapping)
        {
            binding.Mismatch(path, node, Expectation);
            return false;
        }

        foreach (var entry in mapping.Entries)
        {
            if (_fields.Find(field => field.Name == entry.Key.Text) is not { } field)
                ReportUnknown(entry, mapping, path, binding);
            else if (!IsNull(entry.Value) && mapping.Find(field.Name) == entry)
                value = field.Apply(value, entry.Value, path.Field(entry.Key), binding);
        }

        CheckPresence(mapping, path, binding);
        return true;
    }

    private void CheckPresence(MappingNode mapping, FieldPath path, Binding binding)
    {
        foreach (var field in _fields.Where(field => field.IsRequired && !IsMisspelt([field.Name], mapping)))
        {
            var entry = mapping.Find(field.Name);
            if (entry is null || IsNull(entry.Value))
                binding.Error(entry is null ? path.Missing(field.Name) : path.Field(entry.Key), entry?.Key ?? path.At, "missing", field.Schema.Expectation);
        }

        foreach (var group in _oneOf)
            CheckOneOf(group, mapping, path, binding);
    }

    private void CheckOneOf(OneOf group, MappingNode mapping, FieldPath path, Binding binding)
    {
        var there = mapping.Entries.Where(entry => group.Names.Contains(entry.Key.Text)).DistinctBy(entry => entry.Key.Text).ToList();
        var empty = there.Find(entry => IsNull(entry.Value));
        if (empty is not null)
            binding.Error(path.Field(empty.Key), empty.Key, "nothing stands here", $"a value, '{{}}' if there is no more to say");
        else if (there.Count > group.AtMost)
            binding.Error(path, there[1].Key, "", $"only one of {Names(group.Names)}", Names([.. there.Select(entry => entry.Key.Text)], "and"));
        else if (there.Count < group.AtLeast && !IsMisspelt(group.Names, mapping))
            binding.Error(path, path.At, "", $"one of {Names(group.Names)}", "none of them");
    }

    private void ReportUnknown(MappingEntry entry, MappingNode mapping, FieldPath path, Binding binding)
    {
        var name = entry.Key.Text;
        if (Ignored.Contains(name))
            return;
        var near = NearName.Find(name, _fields.Select(field => field.Name));
        // in a Secret even a name that nothing knows may be a password that was pasted in a wrong place
        var shown = binding.HidesValues && near is null ? path : path.Field(entry.Key);
        if (near is null)
            binding.Warning(shown, entry.Key, "unknown field, it is not looked at" + (Home(name) is { } home ? $"; one of this name stands in '{home}'" : ""));
        else if (mapping.Find(near) is { } right && _fields.Find(field => field.Name == near)?.IsDefault(right.Value) == false)
            binding.Error(shown, entry.Key, $"unknown field, beside '{near}' at {binding.Place(path.Field(right.Key))}");
        else
            binding.Error(shown, entry.Key, "unknown field", suggestion: near);
    }

    /// <summary>The field one level below in which the name would be known.</summary>
    private string? Home(string name) => _fields.Find(field => field.Schema is IFieldNames below && below.Has(name))?.Name;

    /// <summary>One of the names stands there nearly right, which is reported as such: it is not missing as well.</summary>
    private bool IsMisspelt(IReadOnlyList<string> names, MappingNode mapping)
        => mapping.Entries.Any(entry => names.Any(name => mapping.Find(name) is null) && _fields.TrueForAll(field => field.Name != entry.Key.Text)
            && NearName.Find(entry.Key.Text, _fields.Select(field => field.Name)) is { } near && names.Contains(near));

    private static bool IsNull(Node node) => node is ScalarNode { Kind: ScalarKind.Null };

    private static string Names(IReadOnlyList<string> names, string word = "or")
        => names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} {word} {names[^1]}";
}
