namespace InferenceHost.Protocols.OpenInference;

/// <summary>A component has one version on the wire; what serves is told apart by its digest.</summary>
internal static class ModelVersion
{
    public const string Only = "1";
}
