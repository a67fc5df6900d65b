using System.Buffers;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Predict;

/// <summary>The platform's own call: <c>POST /{namespace}/{path}/predict</c>.</summary>
internal sealed class PredictDoor : IDoor
{
    private PredictDoor(long? maxUploadBytes) => MaxUploadBytes = maxUploadBytes;

    /// <summary>The request is the body.</summary>
    public static PredictDoor Instance { get; } = new(maxUploadBytes: null);

    public Protocol Protocol => Protocol.Predict;

    public string OutputsPath => "output_fields";

    public long? MaxUploadBytes { get; }

    /// <summary>The door for this request's kind of body.</summary>
    public static PredictDoor For(HttpRequest request, long maxUploadBytes) => ContentTypes.IsForm(request.ContentType) ? new PredictDoor(maxUploadBytes) : Instance;

    public InferenceError? CheckContentType(HttpRequest request) =>
        MaxUploadBytes is not null || ContentTypes.IsJson(request.ContentType) ? null : ContentTypes.Unsupported($"{ContentTypes.Json} or {ContentTypes.Form}");

    public Outcome<RequestBody> Read(HttpRequest request, in ReadOnlySequence<byte> body, Signature signature) => PredictReader.Read(body, signature);

    public InferenceError? Prepare(HttpCall call, RequestBody request, Signature signature, InferenceResult result)
    {
        using (result)
            return PredictWriter.Write(call.Writer, result.Outputs);
    }

    public ValueTask SendAsync(HttpCall call, Ticket ticket) => AnswerSender.SendAsync(call, StatusCodes.Status200OK, ContentTypes.Json, ticket);

    public ValueTask RefuseAsync(HttpCall call, InferenceError error) => Problem.SendAsync(call, error);
}
