namespace ManifestController.Pods;

/// <summary>Why a pod does not get ready, as the cluster tells it.</summary>
/// <param name="Reason">One word, as conditions have it.</param>
/// <param name="Message">What is wrong and what to do, for a person.</param>
internal sealed record PodProblem(string Reason, string Message)
{
    /// <summary>Something that the pod needs is not there yet.</summary>
    public bool IsWaiting { get; init; }
}
