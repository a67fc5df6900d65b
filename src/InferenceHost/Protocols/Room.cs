using System.Diagnostics;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;
using InferenceHost.Exchange;

namespace InferenceHost.Protocols;

/// <summary>
/// The one room behind all doors: takes a prediction from its head to its answer, in the steps of the README. Every request that comes in is answered,
/// counted, and leaves nothing behind.
/// </summary>
internal sealed class Room(Gate gate, RequestLives lives, Exchanges exchanges, FailureLog failures, TimeProvider clock)
{
    // microseconds; what a TimeSpan can hold
    private const long LongestPatience = long.MaxValue / TimeSpan.TicksPerMicrosecond;

    /// <param name="call">A POST to the door.</param>
    /// <param name="door">How it is asked.</param>
    /// <param name="component">Whom it asks.</param>
    /// <param name="maxBodyBytes">The largest decoded body.</param>
    /// <param name="caller">Who asks.</param>
    public async ValueTask ServeAsync(HttpCall call, IDoor door, Component component, long maxBodyBytes, Caller caller)
    {
        using var trace = RequestTrace.Start(call, door.Protocol, component);
        if (!gate.TryEnter())
        {
            call.EndConnection();
            await RefuseAsync(call, door, component, new InferenceError(ErrorCode.Draining, "the host is shutting down") { RetryAfter = TimeSpan.FromSeconds(1) });
            return;
        }

        try
        {
            await ServeInsideAsync(call, door, component, maxBodyBytes, caller);
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>As <see cref="ServeAsync(HttpCall, IDoor, Component, long, Caller)"/>, for a request that is inside the gate: it came in before it was known whom it asks.</summary>
    public async ValueTask ServeReceivedAsync(HttpCall call, IDoor door, Component component, long maxBodyBytes, Caller caller)
    {
        using var trace = RequestTrace.Start(call, door.Protocol, component);
        await ServeInsideAsync(call, door, component, maxBodyBytes, caller);
    }

    private ValueTask ServeInsideAsync(HttpCall call, IDoor door, Component component, long maxBodyBytes, Caller caller) =>
        door.CheckContentType(call.Request) is { } wrongType ? RefuseAsync(call, door, component, wrongType)
        : Desk.TryAdmit(component, out var ticket, out var refusal) ? ServeAsync(call, door, ticket, maxBodyBytes, caller)
        : RefuseAsync(call, door, component, refusal);

    private async ValueTask ServeAsync(HttpCall call, IDoor door, Ticket ticket, long maxBodyBytes, Caller caller)
    {
        InferenceError? error;
        using (ticket)
        {
            ticket.Times.Arrived = call.Arrived;
            using var life = lives.Begin(Deadline.After(clock, ticket.Generation.Spec.RequestTimeout), call.Context.RequestAborted);
            error = await ServeAsync(call, door, ticket, life, maxBodyBytes, caller);
        }

        if (error is null)
            return;
        await RefuseAsync(call, door, ticket.Component, error);
        ticket.Component.Statistics.RecordFailure(Stopwatch.GetTimestamp() - call.Arrived);
    }

    /// <summary>Null once the answer is sent; else what to answer in its place.</summary>
    private async ValueTask<InferenceError?> ServeAsync(HttpCall call, IDoor door, Ticket ticket, RequestLife life, long maxBodyBytes, Caller caller)
    {
        // apart, so that nothing of the request is kept while its answer is read
        if (!(await PredictAsync(call, door, ticket, life, maxBodyBytes, caller)).TryGet(out var rows, out var failed))
            return failed;
        await door.SendAsync(call, ticket);
        Record(call, door, ticket, rows);
        return null;
    }

    /// <summary>Runs the model and makes the answer ready; how many rows were asked about.</summary>
    private async ValueTask<Outcome<long>> PredictAsync(HttpCall call, IDoor door, Ticket ticket, RequestLife life, long maxBodyBytes, Caller caller)
    {
        if (exchanges.BeginUploads(ticket.Generation.Spec, door.MaxUploadBytes, out var uploads) is { } noRoom)
            return noRoom;
        using var uploaded = uploads;
        if (!(door.ReadReceived(ticket.Signature) ?? await ReadAsync(call, door, ticket, life, maxBodyBytes, uploads)).TryGet(out var said, out var unreadable))
            return unreadable;
        using (said)
        {
            if (SignatureCheck.Check(ticket.Signature, said.Inputs, said.RequestedOutputs, door.OutputsPath, ticket.MaxRows) is { } unfit)
                return unfit;
            if (ticket.TakePlace() is { } full)
                return full;
            var limit = life.Deadline;
            if (said.TimeoutMicroseconds is { } patience)
            {
                life.ShortenTo(Deadline.After(clock, TimeSpan.FromMicroseconds(Math.Min(patience, LongestPatience))));
                if (life.Deadline.HasPassed)
                    return Ticket.Ended(life);
            }

            ticket.Times.Read = Stopwatch.GetTimestamp();
            var request = ToRequest(call, said, life, limit, caller);
            var isPlain = !Exchanges.AreNeeded(ticket.Signature, request, uploads);
            var result = isPlain ? await ticket.RunAsync(request, life) : await exchanges.RunAsync(ticket, request, uploads, door.OutputsPath, life);
            if ((result.Error ?? (isPlain ? FileRefusal.Check(result) : null)) is { } failed)
            {
                result.Dispose();
                return failed;
            }

            return door.Prepare(call, said, ticket.Signature, result) is { } unwritable ? unwritable : Rows(ticket.Signature, said);
        }
    }

    private static async ValueTask<Outcome<RequestBody>> ReadAsync(HttpCall call, IDoor door, Ticket ticket, RequestLife life, long maxBodyBytes, UploadedFiles? uploads)
    {
        var (body, unreadable) = await BodyReader.ReadAsync(call.Request, maxBodyBytes, life, uploads);
        if (unreadable is not null)
        {
            // what is left of the body is not read: nothing more can be asked on this connection
            if (unreadable.Code is ErrorCode.BodyTooSlow or ErrorCode.Draining or ErrorCode.QueueFull)
                call.EndConnection();
            return unreadable;
        }

        using (body)
            return door.Read(call.Request, body.Sequence, ticket.Signature);
    }

    private static InferenceRequest ToRequest(HttpCall call, RequestBody said, RequestLife life, Deadline limit, Caller caller) => new()
    {
        Id = call.RequestId,
        Inputs = said.Inputs,
        RequestedOutputs = said.RequestedOutputs,
        Parameters = caller.Amend(said.Parameters),
        Caller = caller.Name,
        Deadline = life.Deadline,
        Limit = limit,
        Trace = Activity.Current?.Context ?? default,
    };

    private void Record(HttpCall call, IDoor door, Ticket ticket, long rows)
    {
        ref var times = ref ticket.Times;
        times.Answered = Stopwatch.GetTimestamp();
        var component = ticket.Component;
        component.Statistics.RecordSuccess(times, rows, clock.GetUtcNow());
        component.Meters.QueueDuration.Observe(Seconds(times.Queue));
        component.Meters.RunDuration.Observe(Seconds(times.Run));
        component.Meters.Count(door.Protocol, call.Response.StatusCode, Seconds(times.Total));
    }

    /// <summary>Answers with the error, counts and logs it.</summary>
    public async ValueTask RefuseAsync(HttpCall call, IDoor door, Component component, InferenceError error)
    {
        var status = StatusTable.Of(error.Code).Http;
        component.Meters.Count(door.Protocol, status, Seconds(Stopwatch.GetTimestamp() - call.Arrived));
        failures.Report(component.Spec.FullName, call.RequestId, status, error);
        Activity.Current?.SetStatus(ActivityStatusCode.Error, error.Code.ToString());
        await door.RefuseAsync(call, call.IsInternal ? error : Desk.InPublic(error, component));
    }

    private static long Rows(Signature signature, RequestBody said) =>
        signature.BatchAxis is { } axis && said.Inputs is [{ Tensor.Shape: { Rank: > 0 } shape }, ..] ? shape[axis] : 1;

    private static double Seconds(long ticks) => ticks / (double)Stopwatch.Frequency;
}
