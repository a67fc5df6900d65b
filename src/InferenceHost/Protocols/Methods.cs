using Inference.Contracts;

namespace InferenceHost.Protocols;

/// <summary>Answers to a method that a path does not have (RFC 9110, 15.5.6).</summary>
internal static class Methods
{
    /// <param name="call">To be answered.</param>
    /// <param name="allowed">The methods that the path has.</param>
    /// <param name="send">Sends the error as the protocol writes it.</param>
    /// <param name="hint">Where what was meant is to be had.</param>
    public static ValueTask RefuseAsync(HttpCall call, string allowed, Func<HttpCall, InferenceError, ValueTask> send, string? hint = null)
    {
        call.Response.Headers.Allow = allowed;
        return send(call, new InferenceError(ErrorCode.MethodNotAllowed, $"this path takes {allowed} only{(hint is null ? "" : $": {hint}")}"));
    }

    public static bool IsGet(HttpCall call) => HttpMethods.IsGet(call.Request.Method) || HttpMethods.IsHead(call.Request.Method);
}
