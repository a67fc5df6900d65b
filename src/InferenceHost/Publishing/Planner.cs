using Inference.Manifests;
using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>Manifests and settings in, a plan out. Of the machine it sees only whether a Python environment lies beside a manifest.</summary>
internal static class Planner
{
    public static Plan Plan(ManifestSet manifests, PublishingSettings settings)
    {
        settings.Known.Turn();
        var components = new List<ComponentSpec>();
        var apis = new List<PlannedApi>();
        var files = new List<PublishedFiles>();
        var unserved = new Dictionary<string, NotServed>();
        foreach (var document in manifests.Components)
        {
            if (UnservedBox(manifests, document, settings) is { } not)
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
                ManifestDocument<APIComponent> { Manifest.Spec.Target: ApiTarget.Files } api => PlanFiles(planned, api, manifests, settings, files),
                ManifestDocument<APIComponent> api => PlanApi(planned, api, manifests, unserved, settings, apis),
                ManifestDocument<DataBox> box => planned with { NotServed = BoxPlan.Of(box, manifests, settings).Not, Folder = box.Manifest.Spec.Folder?.FullPath },
                ManifestDocument<Secret> => planned,
                _ => planned with { NotServed = new NotServed("KindNotServed", $"kind {document.Kind} is not served"), Remarks = "" },
            });
        }

        documents.AddRange(Unreadable(manifests));
        return new Plan(components, apis, documents)
        {
            Boxes = [.. manifests.Boxes.Select(box => BoxPlan.Of(box, manifests, settings).Box).OfType<PlannedBox>()],
            FileApis = files,
        };
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
        PlannedDocument planned,
        ManifestDocument<APIComponent> document,
        ManifestSet manifests,
        Dictionary<string, NotServed> unserved,
        PublishingSettings settings,
        List<PlannedApi> apis)
    {
        var (access, not) = PlanAccess(document, manifests, settings);
        if (access is null)
            return planned with { NotServed = not };
        var spec = document.Manifest.Spec;
        var component = $"{document.Namespace}.{spec.MlComponent!.Name}";
        if (unserved.TryGetValue(component, out not))
            return planned with { NotServed = new NotServed("ComponentNotServed", $"component {component} is not served: {not.Message}") };
        var api = new PlannedApi(document.Namespace, spec.RestfulApi.Path!, component, spec.RestfulApi.MaxBodyBytes) { Access = access, MaxUploadBytes = spec.RestfulApi.MaxUploadBytes };
        apis.Add(api);
        return planned with { Component = component, Url = $"/{api.Namespace}/{api.Path}", Remarks = Joined(planned.Remarks, AccessPlan.Remarks(document, settings)) };
    }

    private static PlannedDocument PlanFiles(
        PlannedDocument planned, ManifestDocument<APIComponent> document, ManifestSet manifests, PublishingSettings settings, List<PublishedFiles> files)
    {
        var (access, not) = PlanAccess(document, manifests, settings);
        if (access is null)
            return planned with { NotServed = not };
        files.Add(new PublishedFiles(document.Namespace, access));
        return planned with { Url = $"/{document.Namespace}/files", Remarks = Joined(planned.Remarks, AccessPlan.Remarks(document, settings)) };
    }

    private static (ApiAccess? Access, NotServed? Not) PlanAccess(ManifestDocument<APIComponent> document, ManifestSet manifests, PublishingSettings settings)
    {
        if (!document.Manifest.Spec.Published)
            return (null, new NotServed("Unpublished", "published is false"));
        if (document.Manifest.Spec.Files is { Enabled: false })
            return (null, new NotServed("Unpublished", $"{document.At("spec.files")}: spec.files.enabled is false"));
        return Unbuilt.Of(document) is { } unbuilt ? (null, unbuilt) : AccessPlan.Of(document, manifests, settings);
    }

    private static NotServed? UnservedBox(ManifestSet manifests, ManifestDocument<MLComponent> document, PublishingSettings settings)
    {
        foreach (var connected in document.Manifest.Spec.ConnectedBoxes)
        {
            if (manifests.Find<DataBox>(document.Namespace, connected.S3BoxName) is { } box && BoxPlan.Of(box, manifests, settings).Not is { } not)
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
