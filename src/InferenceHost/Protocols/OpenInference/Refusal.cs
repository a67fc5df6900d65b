using Inference.Contracts;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>Answers with the protocol's error object.</summary>
internal static class Refusal
{
    public static ValueTask SendAsync(HttpCall call, InferenceError error)
    {
        if (!AnswerSender.TryBeginRefusal(call, error))
            return ValueTask.CompletedTask;
        ErrorWriter.Write(call.Writer, error, call.RequestId);
        return AnswerSender.SendAsync(call, StatusTable.Of(error.Code).Http, ContentTypes.Json);
    }
}
