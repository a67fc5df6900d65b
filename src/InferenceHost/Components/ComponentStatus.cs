namespace InferenceHost.Components;

/// <summary>What is to be said of a component now. Immutable; replaced as a whole.</summary>
/// <param name="State">Where it is in its life.</param>
/// <param name="Reason">One word for programs: <c>ModelMissing</c>, <c>LoadFailed</c>, <c>ReloadFailed</c>; empty where all is well.</param>
/// <param name="Message">For a person: what is the matter and what to do; empty where all is well.</param>
/// <param name="Since">Since when the state holds.</param>
internal sealed record ComponentStatus(ComponentState State, string Reason, string Message, DateTimeOffset Since)
{
    /// <summary>SHA-256 over the files of the model that serves; null while none does.</summary>
    public string? Digest { get; init; }
}
