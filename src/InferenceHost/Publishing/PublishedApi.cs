using Inference.Manifests;
using InferenceHost.Components;

namespace InferenceHost.Publishing;

/// <summary>A component's door on the public listener. Immutable.</summary>
/// <param name="Namespace">First segment of its URL.</param>
/// <param name="Path">Second segment of its URL.</param>
/// <param name="Component">What answers behind it.</param>
/// <param name="MaxBodyBytes">The largest body it takes, decoded.</param>
internal sealed record PublishedApi(string Namespace, string Path, Component Component, long MaxBodyBytes)
{
    public ApiAccess Access { get; init; } = ApiAccess.Open;

    /// <summary>All files together that may come with one prediction.</summary>
    public long MaxUploadBytes { get; init; } = LimitSettings.DefaultMaxUploadBytes.Bytes;

    public string Url => $"/{Namespace}/{Path}";
}
