using System.Text.Json.Nodes;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning.Objects;

/// <summary>
/// An account that is nobody: no token of it reaches a pod. One for all hosts of a namespace, since older clusters make a Secret for each; it stays when the last of them goes.
/// </summary>
internal static class ServiceAccountPlan
{
    public const string Name = "inference-host";

    public static DesiredObject Plan(string @namespace, PlanSettings settings)
    {
        var account = DesiredObject.Shared(Kinds.ServiceAccount, @namespace, Name);
        account.Body["automountServiceAccountToken"] = false;
        if (settings.ImagePullSecrets.Count > 0)
            account.Body["imagePullSecrets"] = new JsonArray([.. settings.ImagePullSecrets.Select(secret => new JsonObject { ["name"] = secret })]);
        return account;
    }
}
