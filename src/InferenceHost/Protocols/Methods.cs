using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>Answers to a method that a path does not have (RFC 9110, 15.5.6).</summary>
internal static class Methods
{
    public static ValueTask RefuseAsync(HttpCall call, string allowed, Func<HttpCall, InferenceError, ValueTask> send)
    {
        call.Response.Headers.Allow = allowed;
        return send(call, new InferenceError(ErrorCode.MethodNotAllowed, $"this path takes {allowed} only"));
    }

    public static bool IsGet(HttpCall call) => HttpMethods.IsGet(call.Request.Method) || HttpMethods.IsHead(call.Request.Method);
}
