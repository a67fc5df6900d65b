using Inference.Manifests;
using ManifestController.Planning.Objects;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning;

/// <summary>Where an API is reached.</summary>
internal static class ApiUrls
{
    /// <summary>What its URLs begin with.</summary>
    public static string Path(ManifestObject<APIComponent> api) =>
        api.Manifest.Spec.Target == ApiTarget.Files ? $"/{api.Namespace}/files" : $"/{api.Namespace}/{api.Manifest.Spec.RestfulApi.Path}";

    /// <summary>By the Ingress where its host is known, else within the cluster.</summary>
    public static string Of(ManifestObject<APIComponent> api, PlanSettings settings)
    {
        var service = api.Manifest.Spec.Target == ApiTarget.Files ? ObjectNames.OfFiles(api.Name) : ObjectNames.OfComponent(api.Manifest.Spec.MlComponent!.Name);
        return (settings.Ingress?.BaseUrl ?? ServicePlan.Url(api.Namespace, service)) + Path(api);
    }
}
