namespace InferenceHost.Publishing;

/// <summary>The file API of a namespace, at <c>/namespace/files</c>. Immutable.</summary>
/// <param name="Namespace">Whose boxes it opens.</param>
/// <param name="Access">Who may come in; files belong to callers, so it is never open.</param>
internal sealed record PublishedFiles(string Namespace, ApiAccess Access);
