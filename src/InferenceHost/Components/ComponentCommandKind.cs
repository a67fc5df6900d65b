namespace InferenceHost.Components;

internal enum ComponentCommandKind
{
    /// <summary>The spec was replaced.</summary>
    Look,

    /// <summary>Load, also what was unloaded, also what has not changed.</summary>
    Load,

    /// <summary>Serve no more until told to load.</summary>
    Unload,
}
