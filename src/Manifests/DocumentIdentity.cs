using Inference.Manifests.Documents;

namespace Inference.Manifests;

/// <summary>What names a document and where it begins; the texts are as written and may be empty.</summary>
internal sealed record DocumentIdentity(
    SourceLocation Location, string FilePath, string ApiVersion, string Kind, string Namespace, string Name)
{
    public DocumentKey Key => new(Kind, Namespace, Name);
}
