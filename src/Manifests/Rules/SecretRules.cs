using Inference.Manifests.Documents;

namespace Inference.Manifests.Rules;

/// <summary>What goes beyond single fields of a Secret.</summary>
internal static class SecretRules
{
    public static Secret Check(Secret secret, FieldReporter report, DocumentIndex index)
    {
        if (secret.Values.Count == 0 && !report.HasErrors)
            report.Warning("kind", "a Secret without values");
        if (secret.Values.Keys.Any(key => key.Contains('@')))
            report.Warning("kind", "Kubernetes refuses keys with '@': such a Secret is good for a local run only");
        return secret;
    }
}
