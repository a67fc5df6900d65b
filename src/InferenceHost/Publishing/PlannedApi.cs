using Inference.Manifests;

namespace InferenceHost.Publishing;

/// <summary>An API that is to be served, and the full name of the component behind it.</summary>
internal sealed record PlannedApi(string Namespace, string Path, string Component, long MaxBodyBytes)
{
    public ApiAccess Access { get; init; } = ApiAccess.Open;

    public long MaxUploadBytes { get; init; } = LimitSettings.DefaultMaxUploadBytes.Bytes;
}
