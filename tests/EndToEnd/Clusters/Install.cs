using Inference.EndToEnd.Nodes;
using Inference.Testing;

namespace Inference.EndToEnd.Clusters;

/// <summary><c>manifests/install/local</c>, with the store of the tests as the default one, as a person would set it: by a kustomization of one's own.</summary>
internal sealed class Install : IDisposable
{
    public const string Namespace = "inference-system";
    public const string Deployment = "controller";

    private readonly TempFolder folder = new();

    /// <param name="settings">More settings of the controller, <c>NAME=value</c>, beside where the store is.</param>
    public async Task ApplyAsync(CancellationToken cancellationToken, params string[] settings)
    {
        string[] all = [$"INFERENCE_CONTROLLER_S3_ENDPOINT={NodeStore.Endpoint.OriginalString}", $"INFERENCE_CONTROLLER_S3_BUCKET={NodeStore.Bucket}", .. settings];
        folder.Write("kustomization.yaml", $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            bases:
              - {Path.GetRelativePath(folder.FullPath, Path.Combine(Repository.Root, "manifests", "install", "local"))}
            configMapGenerator:
              - name: controller-settings
                namespace: {Namespace}
                behavior: merge
                literals:
            {string.Join('\n', all.Select(setting => $"      - {setting}"))}
            """);
        await Kubectl.RunAsync(cancellationToken, "apply", "-k", folder.FullPath);
        await RolledOutAsync(cancellationToken);
    }

    /// <summary>As manifests/install/README.md says: all but the kinds.</summary>
    public async Task RemoveControllerAsync(CancellationToken cancellationToken)
    {
        await DeleteAsync("install/every-namespace", cancellationToken);
        await DeleteAsync("install/controller", cancellationToken);
    }

    /// <summary>All manifests go with their kinds, and all that was made for them.</summary>
    public static Task RemoveKindsAsync(CancellationToken cancellationToken) => DeleteAsync("crds", cancellationToken);

    public static Task RolledOutAsync(CancellationToken cancellationToken) =>
        Kubectl.UntilAsync(Namespace, "deployment", Deployment, Status.IsRolledOut, "rolled out", cancellationToken);

    private static Task<string> DeleteAsync(string folder, CancellationToken cancellationToken) =>
        Kubectl.RunAsync(cancellationToken, "delete", "--ignore-not-found", "-k", Path.Combine(Repository.Root, "manifests", folder));

    public void Dispose() => folder.Dispose();
}
