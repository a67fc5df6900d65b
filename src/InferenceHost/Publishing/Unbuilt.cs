using Inference.Manifests;

namespace InferenceHost.Publishing;

/// <summary>What manifests may ask for and this version does not have: whoever asks for it is not served, rather than served without it.</summary>
internal static class Unbuilt
{
    /// <summary>What a component is served without, since whoever needs it is told so request by request.</summary>
    public static string Remarks(ManifestDocument<MLComponent> document)
    {
        var spec = document.Manifest.Spec;
        var remarks = new List<string>();
        if (spec.Env.Count > 0 && spec.MlService.Inference.EntryPoint.Form != EntryPointForm.Python)
            remarks.Add($"{document.At("spec.env")}: spec.env: not used: only Python components have an environment of their own");
        return string.Join("; ", remarks);
    }

    public static NotServed? Of(ManifestDocument<APIComponent> document)
    {
        var spec = document.Manifest.Spec;
        if (spec.Target == ApiTarget.ExperimentPipeline)
            return Say(document, "spec.experimentPipeline", "pipelines are not built yet");
        return spec.Target == ApiTarget.Pipelines ? Say(document, "spec.pipelines", "pipelines are not built yet") : null;
    }

    private static NotServed Say(ManifestDocument document, string field, string message) =>
        new("NotBuilt", $"{document.At(field)}: {field}: {message}");
}
