using System.Diagnostics;
using Inference.Telemetry.Traces;
using InferenceHost.Components;

namespace InferenceHost.Protocols;

/// <summary>The span of a request, continuing the caller's trace. Costs a check while nobody listens.</summary>
internal static class RequestTrace
{
    public static Activity? Start(HttpCall call, Protocol protocol, Component component)
    {
        if (!Tracing.Source.HasListeners())
            return null;
        _ = ActivityContext.TryParse(call.Request.Headers.TraceParent, call.Request.Headers.TraceState, isRemote: true, out var parent);
        var activity = Tracing.Source.StartActivity(protocol == Protocol.Predict ? "predict" : "infer", ActivityKind.Server, parent);
        activity?.SetTag("inference.component", component.Spec.FullName);
        activity?.SetTag("inference.request_id", call.RequestId);
        return activity;
    }
}
