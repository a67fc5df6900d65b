using Inference.Grpc.Calls;
using Microsoft.AspNetCore.Http;

namespace Inference.Grpc.Methods;

/// <summary>
/// gRPC over a server of HTTP/2 that is somebody else's: takes a request, finds its method, and says how it ended. Knows no service. What is on the wire: grpc/doc/PROTOCOL-HTTP2.md.
/// </summary>
/// <param name="methods">What there is to call.</param>
/// <param name="onBug">Told of exceptions of handlers.</param>
public sealed class GrpcServer<TCall>(GrpcMethods<TCall> methods, Action<TCall, Exception> onBug)
    where TCall : GrpcCall
{
    private const string ContentType = "application/grpc";
    private const string TimeoutHeader = "grpc-timeout";
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Answers the request, whatever it is.</summary>
    /// <param name="call">Not in use; used again once this is done.</param>
    /// <param name="context">The request.</param>
    public async Task HandleAsync(TCall call, HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (!IsGrpc(request.ContentType))
        {
            response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        response.ContentType = ContentType;
        if (Refuse(context, out var handler, out var timeout, out var isGzip) is { } refusal)
        {
            GrpcTrailers.Set(response.Headers, refusal);
            return;
        }

        call.Begin(context, timeout, isGzip);
        var status = await RunAsync(call, handler!);

        // who left is told nothing; who was answered in time, that it was
        call.Finish(status);
    }

    /// <summary><c>application/grpc</c>, or with a subtype or parameters: <c>application/grpc+proto</c>.</summary>
    private static bool IsGrpc(string? type) =>
        type is not null && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase) && (type.Length == ContentType.Length || type[ContentType.Length] is '+' or ';' or ' ');

    private GrpcStatus? Refuse(HttpContext context, out GrpcHandler<TCall>? handler, out TimeSpan? timeout, out bool isGzip)
    {
        var request = context.Request;
        timeout = null;
        isGzip = false;
        if (!methods.TryFind(request.Path.Value ?? "", out handler) || !HttpMethods.IsPost(request.Method))
            return GrpcStatus.NoSuchMethod;
        if (!GrpcEncodings.TryRead(request.Headers, out isGzip))
        {
            context.Response.Headers[GrpcEncodings.AcceptHeader] = GrpcEncodings.All;
            return new GrpcStatus(GrpcStatusCode.Unimplemented, $"the grpc-encoding is not one of {GrpcEncodings.All}");
        }

        var text = request.Headers[TimeoutHeader];
        if (text.Count == 0)
            return null;
        if (!GrpcTimeout.TryParse(text.ToString(), out var given))
            return new GrpcStatus(GrpcStatusCode.Internal, "the grpc-timeout is not up to eight digits and a unit (H, M, S, m, u, n)");

        // longer than a timer counts is as good as for ever
        timeout = given < LongestTimer ? given : null;
        return given > TimeSpan.Zero ? null : GrpcCall.TooLate;
    }

    private async ValueTask<GrpcStatus> RunAsync(TCall call, GrpcHandler<TCall> handler)
    {
        try
        {
            return await handler(call);
        }
        catch (OperationCanceledException) when (call.Token.IsCancellationRequested)
        {
            return call.Ended();
        }
        catch (Exception e)
        {
            onBug(call, e);
            return new GrpcStatus(GrpcStatusCode.Internal, "an error in this server; its log has the cause");
        }
    }
}
