using InferenceHost.Admission;

namespace InferenceHost.Publishing;

/// <summary>The file API of a namespace, at <c>/namespace/files</c>. Immutable.</summary>
/// <param name="Namespace">Whose boxes it opens.</param>
/// <param name="Users">Who may come in; files belong to callers, so there is always a list.</param>
internal sealed record PublishedFiles(string Namespace, UserList Users);
