using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <inheritdoc/>
internal sealed class Field<TRecord, T>(
    string name, string description, Schema<T> schema, Func<TRecord, object?> get, Func<TRecord, T, TRecord> set)
    : Field<TRecord>(name, description)
    where TRecord : new()
{
    public override Schema Schema => schema;

    public override object? Default(TRecord blank) => get(blank);

    public override TRecord Apply(TRecord record, Node node, FieldPath path, Binding binding)
        => schema.TryRead(node, path, binding, out var value) ? set(record, value) : record;
}
