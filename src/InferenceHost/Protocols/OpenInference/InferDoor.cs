using System.Buffers;
using System.Globalization;
using Inference.Contracts;
using InferenceHost.Admission;
using InferenceHost.Components;

namespace InferenceHost.Protocols.OpenInference;

/// <summary>The inference call of the Open Inference Protocol over REST, with its binary tensor extension.</summary>
/// <param name="modelName">What the caller calls the model, to be echoed.</param>
internal sealed class InferDoor(string modelName) : IDoor
{
    private readonly string modelName = modelName;

    public Protocol Protocol => Protocol.OpenInferenceRest;

    /// <summary>The door to a model that a caller calls so.</summary>
    public static InferDoor For(HttpCall call, ReadOnlySpan<char> modelName) =>
        call.LastInfer is { } last && modelName.SequenceEqual(last.modelName) ? last : call.LastInfer = new InferDoor(modelName.ToString());

    public string OutputsPath => "outputs";

    public long? MaxUploadBytes => null;

    public InferenceError? CheckContentType(HttpRequest request) =>
        ContentTypes.IsJson(request.ContentType) || ContentTypes.IsBinary(request.ContentType)
            ? null
            : ContentTypes.Unsupported($"{ContentTypes.Json} or {ContentTypes.Binary}");

    public Outcome<RequestBody> Read(HttpRequest request, in ReadOnlySequence<byte> body, Signature signature)
    {
        var header = request.Headers[BinaryTensor.HeaderName];
        if (header.Count == 0)
            return Read(request, body, headerLength: null, signature);
        return int.TryParse(header.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? Read(request, body, length, signature)
            : new InferenceError(ErrorCode.MalformedRequest, $"{BinaryTensor.HeaderName}: expected the length of the JSON part in bytes, 0 to {body.Length}");
    }

    private static Outcome<RequestBody> Read(HttpRequest request, in ReadOnlySequence<byte> body, int? headerLength, Signature signature)
    {
        var read = InferReader.Read(body, headerLength, signature);
        if (read.Error is not { Code: ErrorCode.MalformedRequest } error || headerLength == 0 || (headerLength is null && !ContentTypes.IsBinary(request.ContentType)))
            return read;

        // a wrong length cuts the JSON off, or takes bytes of tensors for it
        var taken = headerLength is { } length ? $"says that {length} bytes are JSON" : "is not there, so that all of the body is read as JSON";
        return new InferenceError(error.Code, $"{error.Message}; {BinaryTensor.HeaderName} {taken}", error.Details);
    }

    public InferenceError? Prepare(HttpCall call, RequestBody request, Signature signature, InferenceResult result)
    {
        using var formed = Classification.Apply(result, request.Forms, signature.BatchAxis);
        if (formed.Error is { } unranked)
            return unranked;
        var writer = call.Writer;
        if (InferWriter.Write(writer, modelName, ModelVersion.Only, request.Id, formed.Outputs, request.Forms) is { } unwritable)
            return unwritable;
        if (InferWriter.BinaryLength(formed.Outputs, request.Forms) == 0)
            return null;
        call.Response.Headers[BinaryTensor.HeaderName] = writer.Length.ToString(CultureInfo.InvariantCulture);
        InferWriter.WriteBinary(writer, formed.Outputs, request.Forms);
        return null;
    }

    public ValueTask SendAsync(HttpCall call, Ticket ticket) =>
        AnswerSender.SendAsync(call, StatusCodes.Status200OK, call.Response.Headers.ContainsKey(BinaryTensor.HeaderName) ? ContentTypes.Binary : ContentTypes.Json, ticket);

    public ValueTask RefuseAsync(HttpCall call, InferenceError error) => Refusal.SendAsync(call, error);
}
