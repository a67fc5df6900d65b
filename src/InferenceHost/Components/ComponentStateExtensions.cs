namespace InferenceHost.Components;

internal static class ComponentStateExtensions
{
    /// <summary>The state as <c>/status</c> says it.</summary>
    public static string WireName(this ComponentState state) => state switch
    {
        ComponentState.Waiting => "waiting",
        ComponentState.Loading => "loading",
        ComponentState.Ready => "ready",
        ComponentState.Failed => "failed",
        ComponentState.Unloading => "unloading",
        _ => "not-served",
    };

    /// <summary>The state as the repository index of the Open Inference Protocol says it.</summary>
    public static string RepositoryName(this ComponentState state) => state switch
    {
        ComponentState.Waiting or ComponentState.Loading => "LOADING",
        ComponentState.Ready => "READY",
        ComponentState.Unloading => "UNLOADING",
        _ => "UNAVAILABLE",
    };
}
