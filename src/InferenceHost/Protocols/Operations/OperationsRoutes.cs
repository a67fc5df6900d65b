using System.Text.Json;
using Inference.Telemetry.Metrics;
using InferenceHost.Protocols.Predict;
using InferenceHost.Publishing;

namespace InferenceHost.Protocols.Operations;

/// <summary><c>/status</c> and <c>/metrics</c> of the internal listener.</summary>
internal sealed class OperationsRoutes(Publication publication, MetricRegistry metrics)
{
    public bool TryHandle(HttpCall call, string path, out ValueTask answer)
    {
        answer = default;
        if (path is not ("/status" or "/metrics"))
            return false;
        answer = !Methods.IsGet(call) ? Methods.RefuseAsync(call, "GET", Problem.SendAsync)
            : path == "/status" ? JsonAnswer.SendAsync(call, StatusList.Of(publication.Current), Write)
            : SendMetricsAsync(call);
        return true;
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<DocumentStatus> statuses)
    {
        json.WriteStartArray();
        foreach (var status in statuses)
            Write(json, status);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, DocumentStatus status)
    {
        json.WriteStartObject();
        json.WriteString("kind", status.Kind);
        json.WriteString("namespace", status.Namespace);
        json.WriteString("name", status.Name);
        json.WriteString("state", status.State);
        json.WriteString("reason", status.Reason);
        json.WriteString("message", status.Message);
        json.WriteString("since", status.Since);
        if (status.Digest is not null)
            json.WriteString("digest", status.Digest);
        if (status.Url is not null)
            json.WriteString("url", status.Url);
        json.WriteEndObject();
    }

    private ValueTask SendMetricsAsync(HttpCall call)
    {
        foreach (var component in publication.Current.Components)
        {
            component.Meters.InFlight.Set(component.InFlight);
            component.Meters.QueueLength.Set(component.QueueLength);
        }

        metrics.WriteTo(call.Writer);
        return AnswerSender.SendAsync(call, StatusCodes.Status200OK, MetricRegistry.ContentType);
    }
}
