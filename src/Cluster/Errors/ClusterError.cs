namespace Inference.Cluster;

/// <summary>An expected failure of a request, as the API server's <c>metav1.Status</c> tells it.</summary>
/// <param name="Message">What went wrong, with the address asked for; never a token or a password.</param>
public sealed record ClusterError(ClusterErrorCode Code, string Message)
{
    /// <summary>How long to wait before it is asked again, where the server says so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The fields at fault; an empty field where a cause is of the whole.</summary>
    public IReadOnlyList<(string Field, string Message)> Causes { get; init; } = [];

    /// <summary>Asking again, as it is, may succeed.</summary>
    public bool IsTransient => Code is ClusterErrorCode.TooManyRequests or ClusterErrorCode.Unavailable or ClusterErrorCode.Timeout or ClusterErrorCode.Malformed;

    public override string ToString() => $"{Code}: {Message}";
}
