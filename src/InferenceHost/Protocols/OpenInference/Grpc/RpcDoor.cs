using System.Buffers;
using Inference.Contracts;
using Inference.Grpc;
using InferenceHost.Admission;
using InferenceHost.Components;
using InferenceHost.Protocols.OpenInference.Grpc.Infer;
using InferenceHost.Protocols.OpenInference.Grpc.Wire;

namespace InferenceHost.Protocols.OpenInference.Grpc;

/// <summary>The inference call of the Open Inference Protocol over gRPC: alone, or one of a stream. Used again for the next request of its call.</summary>
internal sealed class RpcDoor(RpcCall rpc) : IDoor
{
    // smaller ones are written with what stands before them
    private const int LargePart = 16 << 10;

    // larger ones are waited for: what lies in a stream that nobody reads is bounded by nothing else
    private const int SmallAnswer = 4 << 10;
    private string modelName = "";
    private ReadOnlySequence<byte> message;
    private string id = "";
    private bool isStream;
    private InferenceResult? prepared;
    private InferAnswer answer;
    private long size;

    public Protocol Protocol => Protocol.OpenInferenceGrpc;

    public string OutputsPath => "outputs";

    public long? MaxUploadBytes => null;

    /// <summary>How the call has to end; in a stream, not OK means that nothing more is answered.</summary>
    public GrpcStatus Status { get; private set; }

    /// <param name="name">What the caller calls the model, to be echoed.</param>
    /// <param name="received">The request, as long as it is not read.</param>
    /// <param name="isOneOfMany">Whether it came in a stream.</param>
    public void Begin(string name, in ReadOnlySequence<byte> received, bool isOneOfMany)
    {
        modelName = name;
        message = received;
        isStream = isOneOfMany;
        id = isOneOfMany ? InferHead.IdOf(received) : "";
        Status = GrpcStatus.Ok;
    }

    // the framing looked at it
    public InferenceError? CheckContentType(HttpRequest request) => null;

    public Outcome<RequestBody>? ReadReceived(Signature signature)
    {
        var read = InferMessageReader.Read(message, signature, rpc.Remaining is { } left ? (long)left.TotalMicroseconds : null);
        message = default;
        rpc.Release();
        return read;
    }

    public Outcome<RequestBody> Read(HttpRequest request, in ReadOnlySequence<byte> body, Signature signature) => new InferenceError(ErrorCode.Internal, "the request was read before");

    public InferenceError? Prepare(HttpCall call, RequestBody request, Signature signature, InferenceResult result)
    {
        var formed = Classification.Apply(result, request.Forms, signature.BatchAxis);
        if (Check(formed) is { } unwritable)
        {
            formed.Dispose();
            return unwritable;
        }

        answer = new InferAnswer(modelName, request.Id, formed.Outputs, request.Forms);
        size = answer.Size();
        if (size <= int.MaxValue - LargePart)
        {
            prepared = formed;
            return null;
        }

        formed.Dispose();
        return new InferenceError(ErrorCode.InvalidOutput, $"the answer has {size} bytes, more than a message holds; ask for fewer outputs");
    }

    public async ValueTask SendAsync(HttpCall call, Ticket ticket)
    {
        using var outputs = prepared!;
        prepared = null;
        await WriteAsync(ticket, outputs.Outputs);
    }

    public async ValueTask RefuseAsync(HttpCall call, InferenceError error)
    {
        // in a stream the others go on, unless nobody is there to answer or to be answered
        if (!isStream || error.Code is ErrorCode.CallerGone or ErrorCode.Draining or ErrorCode.Unauthenticated)
        {
            Status = RpcStatus.Of(call, error);
            return;
        }

        await rpc.AnswerAsync(new Messages.ModelStreamInferResponse { ErrorMessage = error.Message, InferResponse = new Messages.ModelInferResponse { ModelName = modelName, Id = id } }, isFlushed: true);
    }

    private static InferenceError? Check(InferenceResult formed)
    {
        if (formed.Error is { } unranked)
            return unranked;
        for (var i = 0; i < formed.Outputs.Count; i++)
        {
            if (InferWriter.CheckFile(formed.Outputs[i], i) is { } unwritable)
                return unwritable;
        }

        return null;
    }

    private async ValueTask WriteAsync(Ticket ticket, IReadOnlyList<NamedTensor> outputs)
    {
        var writer = rpc.BeginMessage(isStream ? (int)ProtoSize.Bytes(size) : (int)size);
        if (isStream)
            new ProtoWriter(writer).BytesHead(InferFields.StreamResponse, (int)size);
        answer.WriteHead(writer);
        for (var i = 0; i < outputs.Count && answer.IsRaw; i++)
        {
            var tensor = outputs[i].Tensor;
            answer.WriteRawHead(writer, i);
            if (tensor.Type.IsFixedSize() && tensor.Data.Length > LargePart)
                await TakenAsync(rpc.WriteAsync(tensor.Data), ticket, outputs);
            else
                BinaryTensor.Write(writer, tensor);
        }

        await TakenAsync(rpc.EndMessageAsync(isFlushed: isStream || size > SmallAnswer), ticket, outputs);
    }

    private ValueTask TakenAsync(ValueTask writing, Ticket ticket, IReadOnlyList<NamedTensor> outputs)
    {
        if (writing.IsCompleted)
            return writing;
        var bytes = size;
        for (var i = 0; i < outputs.Count; i++)
            bytes += outputs[i].Tensor.HeldBytes;
        if (!ticket.LeavePlace(bytes, needsModel: true))
            rpc.Hurry(UnreadAnswers.PatienceInAPlace);
        return writing;
    }
}
