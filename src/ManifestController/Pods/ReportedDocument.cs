namespace ManifestController.Pods;

/// <summary>What a host says of one manifest (an entry of its <c>/status</c>).</summary>
/// <param name="Kind">As in the manifest.</param>
/// <param name="Name">As in the manifest.</param>
/// <param name="State"><c>waiting</c>, <c>loading</c>, <c>ready</c>, <c>failed</c>, <c>unloading</c> or <c>not-served</c>.</param>
/// <param name="Reason">One word; may be empty.</param>
/// <param name="Message">For a person; may be empty.</param>
/// <param name="Digest">Of the model that serves; null where none does.</param>
internal sealed record ReportedDocument(string Kind, string Name, string State, string Reason, string Message, string? Digest);
