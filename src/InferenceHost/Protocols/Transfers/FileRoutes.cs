using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Protocols.Predict;

namespace InferenceHost.Protocols.Transfers;

/// <summary>The life of a request to the file API: every one is answered, a failed one is logged, and the host waits for those in hand when it stops.</summary>
internal sealed class FileRoutes(FileDesk desk, Gate gate, RequestLives lives, FailureLog failures, TimeProvider clock)
{
    // a bound that nobody meets: what is too slow is ended by the server's data rates, whatever its size
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public async ValueTask HandleAsync(HttpCall call)
    {
        if (!gate.TryEnter())
        {
            call.EndConnection();
            await Problem.SendAsync(call, new InferenceError(ErrorCode.Draining, "the host is shutting down") { RetryAfter = TimeSpan.FromSeconds(1) });
            return;
        }

        try
        {
            using var life = lives.Begin(Deadline.After(clock, Longest), call.Context.RequestAborted);
            if (await ServeAsync(call, life) is { } error)
            {
                failures.Report("files", call.RequestId, StatusTable.Of(error.Code).Http, error);
                await Problem.SendAsync(call, error);
            }
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>Null once it is answered.</summary>
    private async ValueTask<InferenceError?> ServeAsync(HttpCall call, RequestLife life)
    {
        try
        {
            return await desk.ServeAsync(call, life.Token);
        }
        catch (Exception e) when (BodyFailure.Of(e, life) is not null)
        {
            return BodyFailure.Of(e, life);
        }
    }
}
