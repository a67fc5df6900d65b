using Inference.Manifests;
using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>Manifests and settings in, a plan out. Of the machine it sees only whether a Python environment lies beside a manifest.</summary>
internal static class Planner
{
    public static Plan Plan(ManifestSet manifests, PublishingSettings settings)
    {
        var components = new List<ComponentSpec>();
        var apis = new List<PlannedApi>();
        var unserved = new Dictionary<string, NotServed>();
        foreach (var document in manifests.Components)
        {
            if ((Unbuilt.Of(document) ?? UnservedBox(manifests, document)) is { } not)
                unserved[FullName(document)] = not;
            else
                components.Add(ComponentSpecs.Of(document, manifests, settings));
        }

        var documents = new List<PlannedDocument>();
        foreach (var document in manifests.Documents)
        {
            var planned = new PlannedDocument(document.Kind, document.Namespace, document.Name) { Remarks = Remarks(document) };
            documents.Add(document switch
            {
                { IsValid: false } => planned with { NotServed = new NotServed("Invalid", Errors(document)), Remarks = "" },
                ManifestDocument<MLComponent> when unserved.TryGetValue(FullName(document), out var not) => planned with { NotServed = not },
                ManifestDocument<MLComponent> component => planned with { Component = FullName(document), Remarks = Joined(planned.Remarks, Unbuilt.Remarks(component)) },
                ManifestDocument<APIComponent> api => PlanApi(planned, api, unserved, settings, apis),
                ManifestDocument<DataBox> box => planned with { NotServed = Unbuilt.Of(box), Folder = box.Manifest.Spec.Folder?.FullPath },
                ManifestDocument<Secret> => planned,
                _ => planned with { NotServed = new NotServed("KindNotServed", $"kind {document.Kind} is not served"), Remarks = "" },
            });
        }

        documents.AddRange(Unreadable(manifests));
        return new Plan(components, apis, documents);
    }

    /// <summary>Files, and parts of files, of which not even a document could be made: told under the file's name.</summary>
    private static IEnumerable<PlannedDocument> Unreadable(ManifestSet manifests)
    {
        var told = manifests.Documents.SelectMany(document => document.Diagnostics).ToHashSet(ReferenceEqualityComparer.Instance);
        return manifests.Diagnostics
            .Where(diagnostic => diagnostic.Severity == Severity.Error && !told.Contains(diagnostic))
            .GroupBy(diagnostic => diagnostic.Location.File)
            .Select(file => new PlannedDocument("", "", file.Key) { NotServed = new NotServed("Invalid", string.Join("; ", file)) });
    }

    private static PlannedDocument PlanApi(
        PlannedDocument planned, ManifestDocument<APIComponent> document, Dictionary<string, NotServed> unserved, PublishingSettings settings, List<PlannedApi> apis)
    {
        var spec = document.Manifest.Spec;
        if (!spec.Published)
            return planned with { NotServed = new NotServed("Unpublished", "published is false") };
        if (Unbuilt.Of(document) is { } unbuilt)
            return planned with { NotServed = unbuilt };
        if (spec.RestfulApi.Auth is null && !settings.PublicIsLoopback)
        {
            return planned with
            {
                NotServed = new NotServed("NeedsAuth", $"{document.At("spec.restfulApi")}: the API says no auth and other machines reach the public listener: say 'auth: {{anonymous: {{}}}}' if everybody may call it"),
            };
        }

        var component = $"{document.Namespace}.{spec.MlComponent!.Name}";
        if (unserved.TryGetValue(component, out var not))
            return planned with { NotServed = new NotServed("ComponentNotServed", $"component {component} is not served: {not.Message}") };
        var api = new PlannedApi(document.Namespace, spec.RestfulApi.Path!, component, spec.RestfulApi.MaxBodyBytes);
        apis.Add(api);
        return planned with { Component = component, Url = $"/{api.Namespace}/{api.Path}" };
    }

    private static NotServed? UnservedBox(ManifestSet manifests, ManifestDocument<MLComponent> document)
    {
        foreach (var connected in document.Manifest.Spec.ConnectedBoxes)
        {
            if (manifests.Find<DataBox>(document.Namespace, connected.S3BoxName) is { } box && Unbuilt.Of(box) is { } not)
                return not;
        }

        return null;
    }

    private static string Joined(string one, string other) => one.Length == 0 ? other : other.Length == 0 ? one : $"{one}; {other}";

    private static string FullName(ManifestDocument document) => $"{document.Namespace}.{document.Name}";

    private static string Errors(ManifestDocument document) =>
        string.Join("; ", document.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error));

    private static string Remarks(ManifestDocument document) =>
        string.Join("; ", document.Diagnostics.Where(diagnostic => diagnostic.Severity != Severity.Error));
}
