namespace InferenceHost.Files;

/// <summary>What a path of the file API names.</summary>
internal enum FileTargetKind
{
    /// <summary>All that the caller has in the box.</summary>
    Box,

    /// <summary>One segment, or a path ending in a slash.</summary>
    Group,

    /// <summary>Several segments.</summary>
    File,
}
