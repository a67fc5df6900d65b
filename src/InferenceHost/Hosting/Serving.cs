using System.Net;
using Inference.Telemetry.Traces;
using InferenceHost.Publishing;
using Microsoft.AspNetCore.Hosting.Server;

namespace InferenceHost.Hosting;

/// <summary>The life of the host: start, serve, drain, stop.</summary>
internal sealed partial class Serving(HostOptions options)
{
    private readonly TimeProvider clock = TimeProvider.System;
    private readonly Drain drain = new(options, TimeProvider.System);

    /// <summary>Serves until told to stop; the exit status.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var (certificate, unusable) = options.Tls is { } tls ? ServerCertificate.Open(tls.Certificate, tls.Key) : default;
        return unusable is null ? await RunAsync(certificate, stop) : await FailAsync(unusable);
    }

    private async Task<int> RunAsync(ServerCertificate? certificate, CancellationToken stop)
    {
        var (folder, problem) = DataFolder.Open(options.DataFolder);
        using var data = folder;
        if (data is null)
            return await FailAsync(problem!);

        // read while the server is put together: both take a tenth of a second
        var source = new ManifestSource(options.Source, options.Secrets);
        var reading = ManifestReading.BeginAsync(source);
        await using var app = Composition.BuildServer(options, certificate, drain.Connections, clock);
        using var traces = Tracing.Start(app.Configuration, "inference-host");
        var services = HostServices.Of(app, clock);
        var (files, unsigned) = FileServices.Open(data, services);
        if (files is null)
            return await FailAsync(unsigned!);
        var (served, unusable) = ServedParts.Open(data, files.Boxes, options.StorePoll, services);
        if (served is null)
            return await FailAsync(unusable!);
        var server = app.Services.GetRequiredService<IServer>();
        var publication = new Publication(Catalog.Empty(clock.GetUtcNow()));
        var manifests = new ManifestLoop(source, Settings(data, services), served, publication, services);
        var first = await reading;
        if (source.WhyNever(first) is { } never)
            return await FailAsync(never);
        manifests.Take(first);
        try
        {
            await server.StartAsync(Composition.BuildApplication(options, publication, drain, files, services), CancellationToken.None);
        }
        catch (Exception e) when (Listeners.CannotListen(e))
        {
            // told at once: a model that is being loaded is waited for
            var status = await FailAsync($"cannot listen: {e.Message}; choose another address or port with --bind, --internal-bind, --public-port, --internal-port, --grpc-port, --public-grpc-port");
            await served.StopAsync();
            return status;
        }

        var logger = services.Loggers.CreateLogger<Serving>();
        var publicUrl = TellListening(server, logger);
        var certificates = certificate?.RunAsync(logger, clock, stop) ?? Task.CompletedTask;
        await ServeAsync([manifests.RunAsync(stop), new Announcer(publication, publicUrl, clock).RunAsync(stop), certificates], stop);
        await drain.RunAsync(server, logger);
        await served.StopAsync();
        return 0;
    }

    /// <summary>Says where; the URL of the public listener.</summary>
    private string TellListening(IServer server, ILogger logger)
    {
        var (publicUrl, internalUrl, publicGrpc, internalGrpc) = Listeners.Urls(server, options);
        LogListening(logger, publicUrl, internalUrl, publicGrpc, internalGrpc);
        if (!IPAddress.IsLoopback(options.Bind))
            LogReach(logger, "published APIs", options.Bind);
        if (!IPAddress.IsLoopback(options.InternalBind))
            LogReach(logger, "the internal listener, which asks nobody who they are,", options.InternalBind);
        return publicUrl;
    }

    private static async Task<int> FailAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return 1;
    }

    private PublishingSettings Settings(DataFolder data, HostServices services) =>
        new(data.Boxes, IPAddress.IsLoopback(options.Bind), options.Python)
        {
            DefaultStore = options.DefaultStore,
            PythonSocket = options.PythonSocket,
            IsEncrypted = options.IsEncrypted,
            Known = services.Known,
            PublicUrl = Listeners.PublicUrl(options, options.PublicPort),
        };

    private static async Task ServeAsync(Task[] loops, CancellationToken stop)
    {
        try
        {
            await Task.WhenAll(loops);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // told to stop
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "other machines reach {What} at {Address} (0.0.0.0 and ::: all addresses of this one)")]
    private static partial void LogReach(ILogger logger, string what, IPAddress address);

    [LoggerMessage(Level = LogLevel.Information, Message = "listening on {Public} (published APIs) and {Internal} (internal), for gRPC on {PublicGrpc} (published APIs) and {InternalGrpc} (internal)")]
    private static partial void LogListening(ILogger logger, string @public, string @internal, string publicGrpc, string internalGrpc);
}
