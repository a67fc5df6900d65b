using Inference.Manifests;

namespace InferenceHost.Publishing;

/// <summary>What manifests may ask for and this version does not have: whoever asks for it is not served, rather than served without it.</summary>
internal static class Unbuilt
{
    private const string Inference = "spec.mlService.inference.";

    public static NotServed? Of(ManifestDocument<MLComponent> document)
    {
        var spec = document.Manifest.Spec;
        var inference = spec.MlService.Inference;
        if (inference.EntryPoint.Form == EntryPointForm.Python)
            return Say(document, Inference + "entryPoint.pythonFunction", "Python components are not built yet");
        if (inference.EntryPoint.Form == EntryPointForm.DotNet)
            return Say(document, Inference + "entryPoint.dotnet", ".NET components are not built yet");
        if (inference.FileExchange is not null)
            return Say(document, Inference + "fileExchange", "the exchange of files is not built yet");
        if (inference.Batching is not null)
            return Say(document, Inference + "batching", "batching is not built yet");
        for (var i = 0; i < spec.ConnectedBoxes.Count; i++)
        {
            if (spec.ConnectedBoxes[i].CopyS3Box is not null)
                return Say(document, $"spec.connectedBoxes[{i}].copyS3Box", "the exchange of files is not built yet");
        }

        return null;
    }

    public static NotServed? Of(ManifestDocument<APIComponent> document)
    {
        var spec = document.Manifest.Spec;
        var rest = spec.RestfulApi;
        if (spec.Target == ApiTarget.Files)
            return Say(document, "spec.files", "the file API is not built yet");
        if (spec.Target == ApiTarget.ExperimentPipeline)
            return Say(document, "spec.experimentPipeline", "pipelines are not built yet");
        if (spec.Target == ApiTarget.Pipelines)
            return Say(document, "spec.pipelines", "pipelines are not built yet");
        if (rest.Auth?.Basic is not null)
            return Say(document, "spec.restfulApi.auth.basic", "users are not built yet, and without them the API is not opened");
        if (rest.Auth?.Oidc is not null)
            return Say(document, "spec.restfulApi.auth.oidc", "users are not built yet, and without them the API is not opened");
        if (rest.Auth is { IdentityPassThrough: true })
            return Say(document, "spec.restfulApi.auth.identityPassThrough", "users are not built yet");
        if (rest.Limits is not null)
            return Say(document, "spec.restfulApi.limits", "limits are not built yet, and without them the API is not opened");
        return rest.Cors is not null ? Say(document, "spec.restfulApi.cors", "CORS is not built yet") : null;
    }

    public static NotServed? Of(ManifestDocument<DataBox> document) =>
        document.Manifest.Spec is { S3: not null, Folder: null }
            ? Say(document, "spec.s3", "S3 stores are not built yet; give the box a folder for local runs")
            : null;

    private static NotServed Say(ManifestDocument document, string field, string message) =>
        new("NotBuilt", $"{document.At(field)}: {field}: {message}");
}
