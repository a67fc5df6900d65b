using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>A named field of an object: its rule, and how its value gets into the record.</summary>
internal abstract class Field<TRecord>(string name, string description)
{
    public string Name => name;

    public string Description => description;

    /// <summary>Absent or null is an error.</summary>
    public bool IsRequired { get; init; }

    public abstract Schema Schema { get; }

    /// <summary>The value that an absent field has, or null.</summary>
    public abstract object? Default(TRecord blank);

    /// <summary>The record with this field read; as it was, after an error was reported.</summary>
    public abstract TRecord Apply(TRecord record, Node node, FieldPath path, Binding binding);
}
