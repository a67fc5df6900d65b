using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>What <c>/status</c> says: every document of the manifests, with its component's state of this moment.</summary>
internal static class StatusList
{
    public static IEnumerable<DocumentStatus> Of(Catalog catalog) => catalog.Plan.Documents.Select(document => Of(catalog, document));

    /// <summary>The components that are valid and not ready, with why; those unloaded on request are not missed.</summary>
    public static IEnumerable<DocumentStatus> NotReady(Catalog catalog) =>
        Of(catalog).Where(status => status is { Kind: "MLComponent", State: not "ready", Reason: not "Invalid" and not "Unloaded" });

    private static DocumentStatus Of(Catalog catalog, PlannedDocument document)
    {
        if (document.NotServed is { } not)
            return Say(document, ComponentState.NotServed, not.Reason, Join(not.Message, document.Remarks), catalog.Since);
        if (document.Folder is { } folder && !Directory.Exists(folder))
            return Say(document, ComponentState.Waiting, "FolderMissing", Join($"there is no folder {folder}: make it, or mend spec.folder.path", document.Remarks), catalog.Since);
        if (document.Component is null || !catalog.TryGet(document.Component, out var component))
            return Say(document, ComponentState.Ready, "", document.Remarks, catalog.Since) with { Url = document.Url };
        var status = component.Status;
        var isApi = document.Url is not null;
        var message = isApi && (status.State != ComponentState.Ready || status.Reason.Length > 0)
            ? $"component {document.Component} is {status.State.WireName()}{Because(status.Message)}"
            : status.Message;
        return Say(document, status.State, status.Reason, Join(message, document.Remarks), status.Since) with
        {
            Digest = isApi ? null : status.Digest,
            Url = document.Url,
        };
    }

    private static DocumentStatus Say(PlannedDocument document, ComponentState state, string reason, string message, DateTimeOffset since) =>
        new(document.Kind, document.Namespace, document.Name, state.WireName(), reason, message, since);

    private static string Because(string message) => message.Length == 0 ? "" : $": {message}";

    private static string Join(string one, string other) => one.Length == 0 ? other : other.Length == 0 ? one : $"{one}; {other}";
}
