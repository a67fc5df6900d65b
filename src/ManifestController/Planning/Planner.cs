using Inference.Manifests;
using ManifestController.Planning.Objects;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning;

/// <summary>Manifests and settings in, desired objects out; nothing else is looked at.</summary>
internal static class Planner
{
    /// <summary>What a component becomes. In the order in which it is applied: what others need comes first.</summary>
    public static IReadOnlyList<DesiredObject> PlanComponent(ServedSet served, PlanSettings settings)
    {
        var component = served.Component ?? throw new ArgumentException("the set has no component", nameof(served));
        var owner = Owner.Component(component.Namespace, component.Name, component.Uid);
        var name = ObjectNames.OfComponent(component.Name);
        var objects = PlanHost(owner, name, served, settings);
        var scaling = component.Manifest.Spec.Scaling;
        if (Scaling.IsAutomatic(scaling))
            objects.Add(AutoscalerPlan.Plan(owner, name, scaling!, settings.Autoscaler));

        // of a single pod a budget could only forbid to move it
        if (scaling is { MinReplicas: > 1 } or { MaxReplicas: > 1 })
            objects.Add(DisruptionBudgetPlan.Plan(owner, name, settings.DisruptionBudget));
        return objects;
    }

    /// <summary>What an API becomes that is published and valid: its Ingress; and for a file API the host behind it.</summary>
    public static IReadOnlyList<DesiredObject> PlanApi(ManifestObject<APIComponent> api, ServedSet files, PlanSettings settings)
    {
        var owner = Owner.Api(api.Namespace, api.Name, api.Uid);
        var isFiles = api.Manifest.Spec.Target == ApiTarget.Files;
        var service = isFiles ? ObjectNames.OfFiles(api.Name) : ObjectNames.OfComponent(api.Manifest.Spec.MlComponent!.Name);
        var objects = isFiles ? PlanHost(owner, service, files, settings) : [];
        if (settings.Ingress is { } ingress)
            objects.Add(IngressPlan.Plan(owner, ApiUrls.Path(api), service, ingress));
        return objects;
    }

    private static List<DesiredObject> PlanHost(Owner owner, string name, ServedSet served, PlanSettings settings)
    {
        var manifests = ConfigMapPlan.Plan(owner, name, ManifestFiles.Of(served, settings.BoxDriver));
        return
        [
            ServiceAccountPlan.Plan(owner.Namespace, settings),
            manifests,
            NetworkPolicyPlan.Plan(owner, name),
            ServicePlan.Plan(owner, name),
            DeploymentPlan.Plan(owner, name, manifests.Name, served, settings),
        ];
    }
}
