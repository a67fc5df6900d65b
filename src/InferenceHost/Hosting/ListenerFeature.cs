using InferenceHost.Protocols;

namespace InferenceHost.Hosting;

internal sealed class ListenerFeature(bool isInternal, bool isGrpc) : IListenerFeature
{
    public bool IsInternal => isInternal;

    public bool IsGrpc => isGrpc;
}
