using System.Diagnostics.CodeAnalysis;
using Inference.Grpc.Calls;

namespace Inference.Grpc.Methods;

/// <summary>The methods that a server has, by their paths. Filled before it serves.</summary>
public sealed class GrpcMethods<TCall>
    where TCall : GrpcCall
{
    private readonly Dictionary<string, GrpcHandler<TCall>> handlers = new(StringComparer.Ordinal);

    /// <summary>A method whose handler reads the messages itself: streams, and calls whose limit hangs on what they say.</summary>
    /// <param name="service">With its package: <c>package.Service</c>.</param>
    /// <param name="method">Its name.</param>
    /// <param name="handler">Its code.</param>
    public GrpcMethods<TCall> Add(string service, string method, GrpcHandler<TCall> handler)
    {
        handlers.Add($"/{service}/{method}", handler);
        return this;
    }

    /// <summary>A method of one message.</summary>
    /// <param name="service">With its package: <c>package.Service</c>.</param>
    /// <param name="method">Its name.</param>
    /// <param name="limit">The most bytes of the message.</param>
    /// <param name="handler">Its code.</param>
    public GrpcMethods<TCall> AddUnary(string service, string method, int limit, GrpcUnaryHandler<TCall> handler) => Add(service, method, async call =>
    {
        var read = await call.ReadOnlyAsync(limit);
        return read.Failure ?? await handler(call, read.Message);
    });

    internal bool TryFind(string path, [NotNullWhen(true)] out GrpcHandler<TCall>? handler) => handlers.TryGetValue(path, out handler);
}
