namespace ManifestController.Reconciling;

/// <summary>How a pass over one key ended.</summary>
internal enum OutcomeKind
{
    /// <summary>All is as it should be.</summary>
    Settled,

    /// <summary>The cluster refused or did not answer: try again, later each time.</summary>
    Failed,
}
