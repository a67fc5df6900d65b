using System.Collections.Concurrent;
using Inference.Cluster.Tests.Requests;
using Inference.Testing;

namespace Inference.Cluster.Tests.Watching;

[Collection(nameof(Alone))]
public sealed class OutageTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WatchAsync_ApiServerKilledAndStarted_TellsWhatChanges()
    {
        var @namespace = await new ListerTests(cluster).FillAsync(2);
        await using var watched = new Watched(cluster.Client, TestCluster.ConfigMaps, ListerTests.Fillings(@namespace));
        await watched.NextAsync<WatchEvent.Listed>();

        await cluster.ControlPlane.CutAsync();
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Failed>().Error.Code.ShouldBe(ClusterErrorCode.Unavailable);
        await cluster.ControlPlane.UncutAsync();
        await DeleteAsync(@namespace, "c1");

        // the first list of a server with an empty cache, or a change told by it: both lead there
        var known = new HashSet<string>(["c0", "c1"]);
        while (known.Count > 1)
            Take(known, await watched.NextAsync());
        known.ShouldBe(["c0"]);
    }

    [Fact]
    public async Task WatchAsync_VersionForgottenMeanwhile_ListsAnew()
    {
        var @namespace = await new ListerTests(cluster).FillAsync(2);
        await using var relay = new TcpRelay(cluster.Config.Server);
        var requests = new ConcurrentQueue<ClusterRequest>();
        using var client = new ClusterClient(
            cluster.Config with { Server = new UriBuilder(relay.Address) { Scheme = "https" }.Uri }, TimeProvider.System, logger: null, requests.Enqueue);
        await using var watched = new Watched(client, TestCluster.ConfigMaps, ListerTests.Fillings(@namespace));
        await watched.NextAsync<WatchEvent.Listed>();
        await Condition.HoldsAsync(() => requests.Any(request => request.Verb == "watch"), () => "there is no watch");

        // while the watch is cut off, its type changes, etcd forgets, and the server that remembered in its cache dies
        relay.Cut();
        await DeleteAsync(@namespace, "c0");
        (await cluster.Client.ListAsync(TestCluster.ConfigMaps, ListerTests.Fillings(@namespace), Cancellation)).TryGet(out var now, out _).ShouldBeTrue();
        await cluster.ControlPlane.CutAsync();
        await cluster.ControlPlane.CompactAsync(now!.ResourceVersion, Cancellation);
        await cluster.ControlPlane.UncutAsync();
        relay.Restore();

        (await watched.NextAsync<WatchEvent.Listed>()).Event.Items.Select(item => item.Name).ShouldBe(["c1"]);
    }

    [Fact]
    public async Task WatchAsync_ClusterThatBeginsAnew_ListsAnew()
    {
        var @namespace = await new ListerTests(cluster).FillAsync(2);
        await using var watched = new Watched(cluster.Client, TestCluster.ConfigMaps, ListerTests.Fillings(@namespace));
        await watched.NextAsync<WatchEvent.Listed>();

        await cluster.ControlPlane.WipeAsync();

        (await watched.NextAsync<WatchEvent.Listed>()).Event.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetAsync_ApiServerThatStalls_TimesOut()
    {
        var config = cluster.Config;
        using var client = new ClusterClient(config with { RequestTimeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        await cluster.ControlPlane.StallAsync();
        try
        {
            (await client.GetAsync(TestCluster.Namespaces, new ObjectName("", "default"), Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.Timeout);
        }
        finally
        {
            await cluster.ControlPlane.UnstallAsync();
        }

        (await cluster.Client.GetAsync(TestCluster.Namespaces, new ObjectName("", "default"), Cancellation)).Error.ShouldBeNull();
    }

    private static void Take(HashSet<string> known, WatchEvent happened)
    {
        if (happened is WatchEvent.Listed listed)
        {
            known.Clear();
            known.UnionWith(listed.Items.Select(item => item.Name));
        }
        else if (happened is WatchEvent.Deleted deleted)
        {
            known.Remove(deleted.Object.Name);
        }
    }

    private Task<ClusterResult<bool>> DeleteAsync(string @namespace, string name) =>
        cluster.Client.DeleteAsync(TestCluster.ConfigMaps, new ObjectName(@namespace, name), DeleteOptions.Default, Cancellation);
}
