using Inference.Contracts;
using InferenceHost.Admission;

namespace InferenceHost.Protocols;

/// <summary>A prediction that was made and is to be answered; its parts are the room's, which disposes of them when the answer is written.</summary>
internal readonly record struct Prediction(Ticket Ticket, RequestBody Request, InferenceResult Result)
{
    public Signature Signature => Ticket.Signature;

    /// <summary>Its answer has to wait for the caller to read it.</summary>
    /// <param name="bytes">Of the answer.</param>
    public void Wait(long bytes) => Ticket?.LeavePlace(bytes, Request.Inputs, Result.Outputs);
}
