namespace InferenceHost.Batching;

/// <summary>Why a batch was run when it was.</summary>
internal enum BatchRelease
{
    /// <summary>A run could begin, and nothing more was there.</summary>
    Free,

    /// <summary>No more rows may be in it.</summary>
    Full,

    /// <summary>Its first request had waited for as long as it may.</summary>
    Waited,
}
