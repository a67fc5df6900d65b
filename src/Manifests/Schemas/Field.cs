using System.Text.Json.Nodes;
using Inference.Manifests.Reading;

namespace Inference.Manifests.Schemas;

/// <summary>A named field of an object: its rule, and how its value gets into the record.</summary>
internal abstract class Field<TRecord>(string name, string description)
    where TRecord : new()
{
    public string Name => name;

    public string Description => description;

    /// <summary>Absent or null is an error.</summary>
    public bool IsRequired { get; init; }

    public abstract Schema Schema { get; }

    /// <summary>
    /// The value that an absent field has, and that a cluster writes in its place; null where there is none, or where to say it is not the same as to leave it out.
    /// </summary>
    public abstract object? Default(TRecord blank);

    /// <summary>The field's schema with what is said about it; see <see cref="Schema.ToStructural"/>.</summary>
    public JsonObject ToStructural()
    {
        var structural = StructuralSchema.OfField(Description, Schema, Default(new TRecord()));

        // server-side apply of some builds of Kubernetes 1.20 leaves a null where the last field of an object is given up
        if (!IsRequired && structural["type"]?.GetValue<string>() == "object")
            structural["nullable"] = true;
        return structural;
    }

    /// <summary>The value says no more than an absent one; a cluster may have written it.</summary>
    public bool IsDefault(Node value)
        => StructuralSchema.ToJson(Default(new TRecord())) is { } json && json.ToJsonString() == NodeJson.Write(value);

    /// <summary>The record with this field read; as it was, after an error was reported.</summary>
    public abstract TRecord Apply(TRecord record, Node node, FieldPath path, Binding binding);
}
