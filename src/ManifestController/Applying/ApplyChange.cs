namespace ManifestController.Applying;

internal enum ApplyChange
{
    /// <summary>It was as desired: nothing was written.</summary>
    None,

    Created,

    /// <summary>Other manifests or settings.</summary>
    Changed,

    /// <summary>Somebody else had changed it.</summary>
    Undone,

    /// <summary>Something stands there that is not ours.</summary>
    Foreign,

    /// <summary>It is being removed: it comes again once it is gone.</summary>
    Leaving,

    Failed,
}
