namespace InferenceHost.Protocols;

/// <summary>Set on every connection: which listener took it.</summary>
internal interface IListenerFeature
{
    bool IsInternal { get; }

    /// <summary>Whether it speaks gRPC and nothing else.</summary>
    bool IsGrpc { get; }
}
