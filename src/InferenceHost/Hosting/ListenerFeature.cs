using InferenceHost.Protocols;

namespace InferenceHost.Hosting;

internal sealed class ListenerFeature(bool isInternal) : IListenerFeature
{
    public bool IsInternal => isInternal;
}
