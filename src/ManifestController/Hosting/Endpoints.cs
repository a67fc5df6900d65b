using System.Net;
using Inference.Telemetry.Logs;
using Inference.Telemetry.Metrics;

namespace ManifestController.Hosting;

/// <summary>The controller's own listener: <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
internal static class Endpoints
{
    /// <summary>The server with the log; not started.</summary>
    /// <param name="port">0 for any free one.</param>
    /// <param name="metrics">All there are.</param>
    /// <param name="unready">Why the controller is not ready; null where it is.</param>
    /// <param name="clock">For the log.</param>
    public static WebApplication Build(int port, MetricRegistry metrics, Func<string?> unready, TimeProvider clock)
    {
        // the content root is the current folder by default, which this user may not be able to read
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = nameof(ManifestController), ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddJsonLines(clock);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Any, port);
        });
        var app = builder.Build();
        app.UseRouting();
        app.MapGet("/healthz", context => context.Response.WriteAsync("alive\n"));
        app.MapGet("/readyz", context =>
        {
            var reason = unready();
            context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync($"{reason ?? "ready"}\n");
        });
        app.MapGet("/metrics", async context =>
        {
            context.Response.ContentType = MetricRegistry.ContentType;
            metrics.WriteTo(context.Response.BodyWriter);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        });
        return app;
    }
}
