using System.Text.Json.Nodes;
using ManifestController.Planning.Settings;

namespace ManifestController.Planning.Objects;

/// <summary>An account that is nobody: no token of it reaches a pod.</summary>
internal static class ServiceAccountPlan
{
    public static DesiredObject Plan(Owner owner, string name, PlanSettings settings)
    {
        var account = owner.Own(Kinds.ServiceAccount, name, KeyValuePair.Create<string, JsonNode?>("automountServiceAccountToken", false));
        if (settings.ImagePullSecrets.Count > 0)
            account.Body["imagePullSecrets"] = new JsonArray([.. settings.ImagePullSecrets.Select(secret => new JsonObject { ["name"] = secret })]);
        return account;
    }
}
