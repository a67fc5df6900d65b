using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Inference.Cluster.Tests.Requests;
using Inference.Testing;

namespace Inference.Cluster.Tests.Watching;

public sealed class WatcherTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WatchAsync_ObjectComesChangesAndGoes_IsTold()
    {
        var @namespace = await new ListerTests(cluster).FillAsync(2);
        await using var watched = new Watched(cluster.Client, TestCluster.ConfigMaps, ListerTests.Fillings(@namespace));
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Listed>().Items.Select(item => item.Name).ShouldBe(["c0", "c1"]);

        var name = new ObjectName(@namespace, "c0");
        await cluster.Client.MergePatchAsync(TestCluster.ConfigMaps, name, new JsonObject { ["data"] = new JsonObject { ["k"] = "w" } }, null, Cancellation);
        await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, name, DeleteOptions.Default, Cancellation);

        var changed = (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Changed>().Object;
        changed.Id.ShouldBe(name);
        changed.Kind.ShouldBe("ConfigMap");
        changed.Json.GetProperty("data").GetRawText().ShouldBe("""{"k":"w"}""");
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Deleted>().Object.Id.ShouldBe(name);
    }

    [Fact]
    public async Task WatchAsync_MetadataOnly_ToldWithoutData()
    {
        var @namespace = await cluster.NewNamespaceAsync();
        await using var watched = new Watched(cluster.Client, TestCluster.ConfigMaps, ListerTests.Fillings(@namespace) with { LabelSelector = "big", MetadataOnly = true });
        await watched.NextAsync<WatchEvent.Listed>();

        await CreateBigAsync(@namespace);

        var changed = (await watched.NextAsync<WatchEvent.Changed>()).Event.Object;
        changed.Kind.ShouldBe("ConfigMap");
        changed.Json.GetRawText().Length.ShouldBeLessThan(1000);
    }

    [Fact]
    public async Task WatchAsync_ObjectOfAMegabyte_IsToldWhole()
    {
        var @namespace = await cluster.NewNamespaceAsync();
        await using var watched = new Watched(cluster.Client, TestCluster.ConfigMaps, new ListScope { Namespace = @namespace, LabelSelector = "big" });
        await watched.NextAsync<WatchEvent.Listed>();

        await CreateBigAsync(@namespace);

        (await watched.NextAsync<WatchEvent.Changed>()).Event.Object.Json.GetProperty("data").GetProperty("k").GetString()!.Length.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task WatchAsync_WatchesThatEnd_GoOnWithoutAList()
    {
        var @namespace = await new ListerTests(cluster).FillAsync(1);
        var requests = new ConcurrentQueue<ClusterRequest>();
        using var client = new ClusterClient(cluster.Config with { WatchTime = TimeSpan.FromSeconds(1) }, TimeProvider.System, logger: null, requests.Enqueue);
        await using var watched = new Watched(client, TestCluster.ConfigMaps, ListerTests.Fillings(@namespace));
        await watched.NextAsync<WatchEvent.Listed>();

        await Condition.HoldsAsync(() => requests.Count(request => request.Verb == "watch") >= 4, () => "the watch is not taken up again");
        await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, new ObjectName(@namespace, "c0"), DeleteOptions.Default, Cancellation);

        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Deleted>();
        requests.Count(request => request.Verb == "list").ShouldBe(1);
    }

    [Fact]
    public async Task WatchAsync_ConnectionBreaks_GoesOnFromWhereItWas()
    {
        var @namespace = await new ListerTests(cluster).FillAsync(2);
        await using var relay = new TcpRelay(cluster.Config.Server);
        var requests = new ConcurrentQueue<ClusterRequest>();
        using var client = new ClusterClient(Through(relay), TimeProvider.System, logger: null, requests.Enqueue);
        await using var watched = new Watched(client, TestCluster.ConfigMaps, ListerTests.Fillings(@namespace));
        await watched.NextAsync<WatchEvent.Listed>();
        await Condition.HoldsAsync(() => requests.Any(request => request.Verb == "watch"), () => "there is no watch");

        relay.Cut();
        await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, new ObjectName(@namespace, "c0"), DeleteOptions.Default, Cancellation);
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Failed>().Error.Code.ShouldBe(ClusterErrorCode.Unavailable);
        relay.Restore();

        (await watched.NextAsync<WatchEvent.Deleted>()).Event.Object.Name.ShouldBe("c0");
    }

    [Fact]
    public async Task WatchAsync_ServerAwayAtFirst_ListsWhenItIsThere()
    {
        var @namespace = await new ListerTests(cluster).FillAsync(1);
        await using var relay = new TcpRelay(cluster.Config.Server);
        relay.Cut();
        using var client = new ClusterClient(Through(relay), TimeProvider.System);
        await using var watched = new Watched(client, TestCluster.ConfigMaps, ListerTests.Fillings(@namespace));
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Failed>();
        relay.Restore();

        (await watched.NextAsync<WatchEvent.Listed>()).Event.Items.Count.ShouldBe(1);
    }

    private ClusterConfig Through(TcpRelay relay) => cluster.Config with { Server = new UriBuilder(relay.Address) { Scheme = "https" }.Uri };

    private async Task CreateBigAsync(string @namespace)
    {
        var body = TestCluster.ConfigMap("big", "k", new string('x', 1_000_000));
        body["metadata"]!["labels"] = new JsonObject { ["big"] = "yes" };
        (await cluster.Client.CreateAsync(TestCluster.ConfigMaps, @namespace, body, Cancellation)).Error.ShouldBeNull();
    }
}
