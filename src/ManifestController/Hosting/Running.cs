using System.Net.Sockets;
using Inference.Cluster;
using Inference.Telemetry.Metrics;
using ManifestController.Planning.Settings;
using ManifestController.Reconciling;

namespace ManifestController.Hosting;

/// <summary>The life of the controller: connect, find out what the cluster serves, and lead or stand by until told to stop.</summary>
internal sealed partial class Running(ControllerOptions options)
{
    private const string LeaseName = "inference-controller";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private readonly TimeProvider clock = TimeProvider.System;
    private volatile string? unready = "the cluster has not been reached yet";

    /// <summary>Runs until told to stop; the exit status.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var (config, problem) = options.Kubeconfig is null ? ClusterConfig.InCluster() : ClusterConfig.FromKubeconfig(options.Kubeconfig);
        if (config is null)
            return await FailAsync(problem!);
        var metrics = new MetricRegistry();
        ProcessMetrics.AddTo(metrics);
        RuntimeMetrics.AddTo(metrics);
        var meters = new ReconcileMeters(metrics);
        await using var app = Endpoints.Build(options.HttpPort, metrics, () => unready, clock);
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        using var client = new ClusterClient(config, clock, loggers.CreateLogger<ClusterClient>(), meters.Asked);
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return await FailAsync($"cannot listen: {e.Message}; choose another port with --http-port");
        }

        var logger = loggers.CreateLogger<Running>();
        var address = app.Urls.First();
        LogStarted(logger, config, address);
        try
        {
            await ActAsync(client, config, meters, loggers, logger, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // told to stop
        }
        catch (Exception e)
        {
            // a bug, or no memory left: who is started in its place sees everything anew, and another replica need not wait for it
            LogBroken(logger, e);
            return 1;
        }

        LogStopped(logger);
        await app.StopAsync(CancellationToken.None);
        return 0;
    }

    private static async Task<int> FailAsync(string problem)
    {
        await Console.Error.WriteLineAsync(problem);
        return 1;
    }

    private async Task ActAsync(ClusterClient client, ClusterConfig config, ReconcileMeters meters, ILoggerFactory loggers, ILogger logger, CancellationToken stop)
    {
        var settings = await DiscoverAsync(client, logger, stop);
        unready = null;
        var lease = new ObjectName(options.LeaseNamespace ?? config.DefaultNamespace, LeaseName);
        var election = new LeaderElection(client, new LeaseOptions(lease, $"{Environment.MachineName}-{Guid.NewGuid():N}"), clock, loggers.CreateLogger<LeaderElection>());
        await election.RunAsync(token => new Leading(client, options, settings, meters, loggers, clock).RunAsync(token), stop);
    }

    /// <summary>Waits for a cluster that has our kinds; the settings with the versions that it serves.</summary>
    private async Task<PlanSettings> DiscoverAsync(ClusterClient client, ILogger logger, CancellationToken stop)
    {
        while (true)
        {
            var answer = await client.DiscoverAsync(stop);
            if (answer.TryGet(out var served, out var error) && Choose(served) is var (settings, missing))
            {
                if (settings is not null)
                    return settings;
                unready = $"the cluster does not serve {missing}: kubectl apply -k manifests/crds installs our kinds";
            }
            else
            {
                unready = $"the cluster does not answer: {error}";
            }

            LogWaiting(logger, unready);
            await Task.Delay(Pause, clock, stop);
        }
    }

    private (PlanSettings? Settings, string Missing) Choose(ServedResources served)
    {
        ResourceType[] needed = [Kinds.Component, Kinds.Api, Kinds.Box, Kinds.Deployment, Kinds.NetworkPolicy, Kinds.Ingress];
        var missing = needed.Where(type => !served.Has(type)).ToList();
        var autoscaler = served.First([.. Kinds.Autoscalers]);
        var budget = served.First([.. Kinds.DisruptionBudgets]);
        if (autoscaler is null)
            missing.Add(Kinds.Autoscalers[0]);
        if (budget is null)
            missing.Add(Kinds.DisruptionBudgets[0]);
        return missing.Count > 0 ? (null, string.Join(", ", missing)) : (options.Plan with { Autoscaler = autoscaler!, DisruptionBudget = budget! }, "");
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "talking to {Cluster}; health and metrics at {Address}")]
    private static partial void LogStarted(ILogger logger, ClusterConfig cluster, string address);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ended by an exception that nobody expected")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "waiting: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "told to stop: what was made goes on serving")]
    private static partial void LogStopped(ILogger logger);
}
