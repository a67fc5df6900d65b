using Inference.Telemetry.Logs;
using InferenceHost.Admission;
using InferenceHost.Files;
using InferenceHost.Protocols;
using InferenceHost.Protocols.Authentication;
using InferenceHost.Protocols.OpenApi;
using InferenceHost.Protocols.OpenInference;
using InferenceHost.Protocols.Operations;
using InferenceHost.Protocols.Pages;
using InferenceHost.Protocols.Transfers;
using InferenceHost.Publishing;

namespace InferenceHost.Hosting;

/// <summary>Puts the web server and the protocols together.</summary>
internal static class Composition
{
    /// <summary>Kestrel with its listeners, and the log; not started.</summary>
    public static WebApplication BuildServer(HostOptions options, ServerCertificate? certificate, PublicConnections connections, TimeProvider clock)
    {
        // the content root is the current folder by default, which this user may not be able to read
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = nameof(InferenceHost), ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddJsonLines(clock);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        Listeners.Configure(builder, options, certificate, connections);
        return builder.Build();
    }

    /// <summary>What requests are handed to.</summary>
    public static HttpApplication BuildApplication(HostOptions options, Publication publication, Drain drain, FileServices files, HostServices services) =>
        Build(options, publication, drain.Gate, drain.Lives, files, services);

    /// <summary>The endpoint maps with everything behind them.</summary>
    private static HttpApplication Build(HostOptions options, Publication publication, Gate gate, RequestLives lives, FileServices files, HostServices services)
    {
        var failures = new FailureLog(services.Loggers.CreateLogger<FailureLog>());
        var room = new Room(gate, lives, files.Exchanges, failures, services.Clock);
        var strangers = new Strangers(services.Meters, failures);
        var repository = new RepositoryCalls(lives, new RepositoryControl(options.RepositoryControl), services.Clock);
        var server = new ServerCalls(gate, publication);
        var openInference = new OpenInferenceRoutes(room, strangers, server, repository);
        var links = new FileLinks(files.Signer, services.Clock);
        var doorkeeper = new Doorkeeper(services.Passwords);
        var desk = new FileDesk(publication, doorkeeper, files.Boxes, links, new FileCalls(links, options.PublicUrl));
        var transfers = new FileRoutes(desk, gate, lives, failures, services.Clock);
        var router = new Router(publication, room, strangers, doorkeeper, openInference, new OpenApiRoutes(publication, doorkeeper, options.PublicUrl), new PageRoutes(publication), transfers, new OperationsRoutes(publication, services.Metrics), failures);
        var rpc = RpcComposition.Build(new RpcParts(room, gate, server, repository, doorkeeper, strangers, failures), publication, services.Clock);
        return new HttpApplication(router, rpc, new TrustedProxies(options.TrustedProxies), gate);
    }
}
