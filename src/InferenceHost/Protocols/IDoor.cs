using System.Buffers;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;

namespace InferenceHost.Protocols;

/// <summary>What is particular to one way of asking for a prediction; all else is <see cref="Room"/>'s.</summary>
internal interface IDoor
{
    Protocol Protocol { get; }

    /// <summary>What the protocol calls the list of requested outputs.</summary>
    string OutputsPath { get; }

    /// <summary>The most bytes of files that come with the request, which is a part of the body beside them then; null where the body is the request.</summary>
    long? MaxUploadBytes { get; }

    /// <summary>Null where the content type is one this protocol reads.</summary>
    InferenceError? CheckContentType(HttpRequest request);

    /// <summary>The request, where it was received before the room was entered; owned by the caller. Null where its body is to be read.</summary>
    Outcome<RequestBody>? ReadReceived(Signature signature) => null;

    /// <summary>The request in the decoded body; owned by the caller.</summary>
    Outcome<RequestBody> Read(HttpRequest request, in ReadOnlySequence<byte> body, Signature signature);

    /// <summary>Makes the answer ready, with nothing sent; an error where an output cannot be written. Takes over the result.</summary>
    InferenceError? Prepare(HttpCall call, RequestBody request, Signature signature, InferenceResult result);

    /// <summary>Sends the answer that was made ready. Where it has to wait for its reader the ticket is told.</summary>
    ValueTask SendAsync(HttpCall call, Ticket ticket);

    ValueTask RefuseAsync(HttpCall call, InferenceError error);
}
