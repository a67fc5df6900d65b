using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace InferenceHost.Hosting;

/// <summary>The connections of the public listener, and how callers are asked to leave them without losing a request.</summary>
internal sealed class PublicConnections
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);
    private readonly ConcurrentDictionary<ConnectionContext, bool> open = new();

    /// <summary>Knows a connection for as long as it lives.</summary>
    public async Task KeepAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        open.TryAdd(connection, true);
        try
        {
            await next(connection);
        }
        finally
        {
            open.TryRemove(connection, out _);
        }
    }

    /// <summary>The answer to this request is the connection's last and says so; HTTP/2 finishes all requests that are on their way, and is told by GOAWAY.</summary>
    public static void EndAfter(HttpContext context)
    {
        if (HttpProtocol.IsHttp2(context.Request.Protocol))
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        else
            context.Response.Headers.Connection = "close";
    }

    /// <summary>Closes those without a request, and lets the rest end after the one they have. Waits until all are gone, but no longer than <paramref name="timeout"/>.</summary>
    public async Task EndIdleAsync(TimeSpan timeout, TimeProvider clock)
    {
        foreach (var connection in open.Keys)
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
        var began = clock.GetTimestamp();
        while (!open.IsEmpty && clock.GetElapsedTime(began) < timeout)
            await Task.Delay(LookInterval, clock);
    }
}
