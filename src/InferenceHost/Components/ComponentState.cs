namespace InferenceHost.Components;

/// <summary>Where a component, or any document of a manifest, is in its life. The names on the wire are in <see cref="ComponentStateExtensions"/>.</summary>
internal enum ComponentState
{
    /// <summary>Its model is not in its box yet, or still changing.</summary>
    Waiting,

    /// <summary>The model is being copied, loaded and warmed up.</summary>
    Loading,

    /// <summary>Predictions are answered.</summary>
    Ready,

    /// <summary>The model could not be loaded or warmed up; tried again when anything changes.</summary>
    Failed,

    /// <summary>What runs is finished, then the memory is given back.</summary>
    Unloading,

    /// <summary>Not served: invalid, asks for what is not built, or unloaded on request.</summary>
    NotServed,
}
