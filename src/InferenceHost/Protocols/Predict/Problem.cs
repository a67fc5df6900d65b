using Inference.Contracts;

namespace InferenceHost.Protocols.Predict;

/// <summary>Answers with a problem document (RFC 9457).</summary>
internal static class Problem
{
    public static ValueTask SendAsync(HttpCall call, InferenceError error)
    {
        var row = StatusTable.Of(error.Code);
        if (!AnswerSender.TryBeginRefusal(call, error))
            return ValueTask.CompletedTask;
        ProblemWriter.Write(call.Writer, error, row.Http, row.Title, call.RequestId);
        return AnswerSender.SendAsync(call, row.Http, ContentTypes.Problem);
    }
}
