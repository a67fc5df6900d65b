namespace Inference.Cluster.Tests.Leases;

/// <summary>One replica that wants to lead.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly ClusterClient client;
    private readonly Election log;
    private readonly string identity;
    private readonly Task running;

    public Replica(ClusterConfig config, ObjectName lease, Election log, string identity, TimeProvider? clock = null, TimeSpan? duration = null)
    {
        this.log = log;
        this.identity = identity;
        client = new ClusterClient(config, clock ?? TimeProvider.System, logger: null, Requests.Enqueue);
        var options = new LeaseOptions(lease, identity) { Duration = duration ?? TimeSpan.FromSeconds(6), RenewEvery = TimeSpan.FromSeconds(1), GiveUpAfter = TimeSpan.FromSeconds(4) };
        Election = new LeaderElection(client, options, clock ?? TimeProvider.System);
        running = Election.RunAsync(LeadAsync, stop.Token);
    }

    public System.Collections.Concurrent.ConcurrentQueue<ClusterRequest> Requests { get; } = new();

    public LeaderElection Election { get; }

    /// <summary>Leads until it ends by itself.</summary>
    public TaskCompletionSource Enough { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Running => running;

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        client.Dispose();
        stop.Dispose();
    }

    private async Task LeadAsync(CancellationToken cancellationToken)
    {
        log.Begin(identity);
        try
        {
            await Enough.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            log.End(identity);
        }
    }
}
