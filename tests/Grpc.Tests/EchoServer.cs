using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using Inference.Grpc.Calls;
using Inference.Grpc.Methods;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Inference.Grpc.Tests;

/// <summary>A service on Kestrel, over a real socket: <c>tests.Echo</c> gives back what it gets, or what its methods are called by.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    public const int Limit = 1 << 20;
    private readonly WebApplication app;
    private readonly ConcurrentBag<EchoCall> idle = [];

    private EchoServer(WebApplication app, GrpcLimits limits)
    {
        this.app = app;
        var server = new GrpcServer<EchoCall>(Methods(), (_, bug) => Bugs.Add(bug));
        app.Run(async context =>
        {
            // a call is used again, as a host with streams of its own does
            var call = idle.TryTake(out var used) ? used : new EchoCall(limits);
            await server.HandleAsync(call, context);
            idle.Add(call);
        });
    }

    /// <summary>What handlers threw.</summary>
    public ConcurrentBag<Exception> Bugs { get; } = [];

    /// <summary>Calls of <c>Hang</c> that have begun.</summary>
    public ConcurrentQueue<bool> Begun { get; } = [];

    /// <summary>How calls of <c>Hang</c> ended.</summary>
    public ConcurrentQueue<bool> Ends { get; } = [];

    public HttpClient Client { get; private set; } = null!;

    public static async Task<EchoServer> StartAsync(long memory = long.MaxValue, TimeSpan? messageTimeout = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2));
        var budget = new MessageBudget(memory);
        var limits = new GrpcLimits(TimeProvider.System, budget) { MessageTimeout = messageTimeout ?? TimeSpan.FromSeconds(30) };
        var server = new EchoServer(builder.Build(), limits);
        await server.app.StartAsync();
        server.Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null })
        {
            BaseAddress = new Uri(server.app.Urls.Single()),
        };
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        foreach (var call in idle)
            call.Dispose();
    }

    private GrpcMethods<EchoCall> Methods() => new GrpcMethods<EchoCall>()
        .AddUnary("tests.Echo", "Unary", Limit, static async (call, request) =>
        {
            await AnswerAsync(call, request, isFlushed: false);
            return GrpcStatus.Ok;
        })
        .Add("tests.Echo", "Stream", static async call =>
        {
            while (true)
            {
                var read = await call.ReadAsync(Limit);
                if (!read.HasMessage)
                    return read.Failure ?? GrpcStatus.Ok;
                await AnswerAsync(call, read.Message, isFlushed: true);
            }
        })
        .Add("tests.Echo", "Peek", static async call =>
        {
            var beginning = (await call.PeekAsync(8, isOnly: true)).ToArray();
            var read = await call.ReadOnlyAsync(Limit);
            return read.Failure ?? new GrpcStatus(GrpcStatusCode.FailedPrecondition, $"{System.Text.Encoding.ASCII.GetString(beginning)} of {read.Message.Length}");
        })
        .AddUnary("tests.Echo", "Refuse", Limit, static (call, request) => ValueTask.FromResult(
            new GrpcStatus(GrpcStatusCode.FailedPrecondition, $"100 % nicht – {Said(call)} {call.Metadata.TryGet("absent", out _)}")))
        .AddUnary("tests.Echo", "Throw", Limit, static (_, _) => throw new InvalidOperationException("a secret"))
        .AddUnary("tests.Echo", "Hang", Limit, async (call, _) =>
        {
            Begun.Enqueue(true);
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Token);
            }
            finally
            {
                Ends.Enqueue(call.Token.IsCancellationRequested);
            }

            return GrpcStatus.Ok;
        });

    private static string Said(EchoCall call) =>
        call.Metadata.TryGet("said", out var said) && call.Metadata.TryGetBytes("said-bin", out var bytes) ? $"{said} {Convert.ToHexString(bytes)} {call.Remaining is null}" : "nothing";

    private static async ValueTask AnswerAsync(EchoCall call, ReadOnlySequence<byte> message, bool isFlushed)
    {
        var writer = call.BeginMessage((int)message.Length);
        var half = message.Length / 2;
        foreach (var piece in message.Slice(0, half))
            writer.Write(piece.Span);
        await call.WriteAsync(message.Slice(half).ToArray());
        await call.EndMessageAsync(isFlushed);
    }
}
