using System.Diagnostics;
using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols;

/// <summary>Counts and logs predictions asked of what is not there: under the empty component, since the name is the caller's and of any number.</summary>
internal sealed class Strangers(MeterFamilies families, FailureLog failures)
{
    private const string NoComponent = "";
    private readonly RequestMeters meters = new(families, NoComponent);

    public void Report(HttpCall call, Protocol protocol, InferenceError error)
    {
        var status = StatusTable.Of(error.Code).Http;
        meters.Count(protocol, status, Stopwatch.GetElapsedTime(call.Arrived).TotalSeconds);
        failures.Report(NoComponent, call.RequestId, status, error);
    }
}
