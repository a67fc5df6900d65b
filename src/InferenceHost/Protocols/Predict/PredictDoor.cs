using Inference.Contracts;
using InferenceHost.Components;

namespace InferenceHost.Protocols.Predict;

/// <summary>The platform's own call: <c>POST /{namespace}/{path}/predict</c>.</summary>
internal sealed class PredictDoor : IDoor
{
    public static PredictDoor Instance { get; } = new();

    public Protocol Protocol => Protocol.Predict;

    public string OutputsPath => "output_fields";

    public InferenceError? CheckContentType(HttpRequest request) =>
        ContentTypes.IsJson(request.ContentType) ? null : ContentTypes.Unsupported(ContentTypes.Json);

    public Outcome<RequestBody> Read(HttpRequest request, ReadOnlySpan<byte> body, Signature signature) => PredictReader.Read(body, signature);

    public async ValueTask<InferenceError?> AnswerAsync(HttpCall call, RequestBody request, Signature signature, InferenceResult result)
    {
        if (PredictWriter.Write(call.Writer, result.Outputs) is { } unwritable)
            return unwritable;
        await AnswerSender.SendAsync(call, StatusCodes.Status200OK, ContentTypes.Json);
        return null;
    }

    public ValueTask RefuseAsync(HttpCall call, InferenceError error) => Problem.SendAsync(call, error);
}
