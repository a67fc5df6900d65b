using Inference.Manifests.Documents;
using Inference.Manifests.Reading;
using Inference.Manifests.Schemas;

namespace Inference.Manifests.Rules;

/// <summary>Says things about a document's fields by their path; each at its value, or where its nearest parent stands if it is not there.</summary>
internal sealed class FieldReporter(Node root, Binding binding)
{
    public string FilePath => binding.FilePath;

    public bool HasErrors => binding.HasErrors;

    /// <summary>The field is there and is not null.</summary>
    public bool Has(string path) => NodeLookup.Find(root, path).Value is not (null or ScalarNode { Kind: ScalarKind.Null });

    /// <summary>The field's name is there and nothing after it.</summary>
    public bool IsEmpty(string path) => NodeLookup.Find(root, path).Value is ScalarNode { Kind: ScalarKind.Null };

    public void Error(string path, string problem, string? expected = null, string? found = null, string? suggestion = null)
    {
        var (field, value) = NodeLookup.Find(root, path);
        binding.Error(field, value ?? field.At, problem, expected, found, suggestion);
    }

    public void Warning(string path, string problem, string? suggestion = null)
    {
        var (field, value) = NodeLookup.Find(root, path);
        binding.Warning(field, value ?? field.At, problem, suggestion);
    }

    public void Note(string path, string problem)
    {
        var (field, value) = NodeLookup.Find(root, path);
        binding.Note(field, value ?? field.At, problem);
    }

    /// <summary>Where the field stands, for a message about another one of this document.</summary>
    public string Place(string path) => binding.Place(NodeLookup.Find(root, path).Path);

    /// <summary>Where the field stands.</summary>
    public SourceLocation At(string path) => binding.Locate(NodeLookup.Find(root, path).Path.At);
}
