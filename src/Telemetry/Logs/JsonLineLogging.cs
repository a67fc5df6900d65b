using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Inference.Telemetry.Logs;

public static class JsonLineLogging
{
    /// <summary>
    /// Makes one JSON object per line on standard error the only log: <c>timestamp</c> (UTC, ISO 8601), <c>level</c>, <c>category</c>, <c>event</c>
    /// and <c>eventId</c> where the event has them, <c>message</c>, <c>fields</c> (the template's properties and those of the open scopes),
    /// <c>trace</c> and <c>span</c> inside a trace, <c>exception</c> (<c>type</c>, <c>message</c>, <c>stack</c>). From Information up, of ASP.NET
    /// Core from Warning up; configuration (<c>Logging:LogLevel</c>) may say otherwise of any other category.
    /// </summary>
    /// <param name="builder">Providers added before are dropped.</param>
    /// <param name="time">Gives the timestamps.</param>
    /// <param name="output">Standard error if null; left open.</param>
    public static ILoggingBuilder AddJsonLines(this ILoggingBuilder builder, TimeProvider time, Stream? output = null)
    {
        builder.ClearProviders();
        builder.SetMinimumLevel(LogLevel.Information);
        builder.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // While this category hears anything, hosting makes an Activity and a log scope for each request, traced or not. What it would say of a
        // failed request Kestrel says too.
        builder.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddSingleton<ILoggerProvider>(_ => new JsonLineLoggerProvider(time, output ?? Console.OpenStandardError()));
        return builder;
    }
}
