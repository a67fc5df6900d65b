namespace Inference.Manifests;

/// <summary>
/// The kinds as Kubernetes wants to have them described (<c>CustomResourceDefinition</c>, apiextensions.k8s.io/v1), made of the schemas that reading goes by.
/// What such a schema refuses, reading refuses too; it cannot say all that reading looks at.
/// </summary>
public static class CustomResources
{
    /// <summary>The definitions, in YAML, by the names of their files in <c>manifests/crds</c>.</summary>
    public static IReadOnlyDictionary<string, string> Write()
        => Crds.CustomResource.All.ToDictionary(resource => resource.FileName, resource => resource.Write());

    /// <summary>
    /// The rules of <c>manifests/crds-cel</c>: JSON patches, in YAML, that give the definitions rules with messages of their own
    /// (<c>x-kubernetes-validations</c>, Kubernetes 1.25 and later).
    /// </summary>
    public static IReadOnlyDictionary<string, string> WriteRules()
        => Crds.CustomResource.All.ToDictionary(resource => resource.FileName, resource => resource.WriteRules());

}
