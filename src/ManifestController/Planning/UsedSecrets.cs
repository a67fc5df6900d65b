using System.Text.Json.Nodes;

namespace ManifestController.Planning;

/// <summary>The Secrets that manifests name. The host follows changes of them by itself, and says what is wrong where one is missing.</summary>
internal static class UsedSecrets
{
    // the owner is root, the group the pod's
    private const int GroupMayRead = 0b100_100_000;

    public static IEnumerable<string> Of(ServedSet served)
    {
        var ofApis = served.Apis.Select(api => api.Manifest.Spec.RestfulApi.Auth).SelectMany(auth => new[] { auth?.Basic?.Credentials, auth?.Oidc?.UsersSecret });
        var ofBoxes = served.Boxes.Select(box => box.Manifest.Spec.S3?.Credentials);
        return ofApis.Concat(ofBoxes).OfType<string>().Distinct().Order(StringComparer.Ordinal);
    }

    public static string Volume(string secret) => ObjectNames.OfVolume("secret", secret);

    /// <summary>Optional: a pod whose Secret is not there yet starts and says so.</summary>
    public static JsonObject VolumeOf(string secret) => new()
    {
        ["name"] = Volume(secret),
        ["secret"] = new JsonObject { ["secretName"] = secret, ["optional"] = true, ["defaultMode"] = GroupMayRead },
    };
}
