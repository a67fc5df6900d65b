using Inference.Cluster;
using ManifestController.Planning.Settings;
using ManifestController.Watching;

namespace ManifestController.Judging;

/// <summary>Which version of the default store's credentials a namespace has. What is in them is never looked at.</summary>
internal static class StoreCredentials
{
    public static string? Version(ObjectStores stores, PlanSettings settings, string @namespace) =>
        settings.Store is { } store && stores.Secrets.Find(new ObjectName(@namespace, store.CredentialsSecret)) is { } secret ? $"{secret.Uid}.{secret.ResourceVersion}" : null;
}
