namespace InferenceHost.Publishing;

/// <summary>One entry of <c>/status</c>.</summary>
internal sealed record DocumentStatus(string Kind, string Namespace, string Name, string State, string Reason, string Message, DateTimeOffset Since)
{
    public string? Digest { get; init; }

    /// <summary>Where a published API is found, without the host.</summary>
    public string? Url { get; init; }
}
