namespace InferenceHost.Protocols;

/// <summary>Set on every connection: which listener took it.</summary>
internal interface IListenerFeature
{
    bool IsInternal { get; }
}
