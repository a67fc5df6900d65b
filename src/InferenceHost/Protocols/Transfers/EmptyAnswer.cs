namespace InferenceHost.Protocols.Transfers;

/// <summary>Answers without a body.</summary>
internal static class EmptyAnswer
{
    public static void Send(HttpCall call, int status)
    {
        call.Response.StatusCode = status;
        call.Response.Headers["X-Request-Id"] = call.RequestId;
    }
}
