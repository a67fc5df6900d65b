using System.Diagnostics;
using OpenTelemetry;

namespace Inference.Telemetry.Traces;

/// <summary>
/// Names a span of ASP.NET Core, all of which it calls alike, by method and, if known, route
/// (https://opentelemetry.io/docs/specs/semconv/http/http-spans/#name), unless whoever answered the request has named it already.
/// </summary>
internal sealed class ServerSpanNaming : BaseProcessor<Activity>
{
    public override void OnEnd(Activity data)
    {
        if (data.Kind != ActivityKind.Server || data.DisplayName != data.OperationName)
            return;
        if (data.GetTagItem("http.request.method") is string method)
            data.DisplayName = data.GetTagItem("http.route") is string route ? $"{method} {route}" : method;
    }
}
