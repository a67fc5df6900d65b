namespace Inference.Manifests.Schemas;

/// <summary>A schema that knows fields by name.</summary>
internal interface IFieldNames
{
    bool Has(string name);
}
