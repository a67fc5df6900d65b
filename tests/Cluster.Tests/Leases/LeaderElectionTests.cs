using Inference.Testing;

namespace Inference.Cluster.Tests.Leases;

public sealed class LeaderElectionTests(TestCluster cluster)
{
    private static readonly ResourceType Leases = new("coordination.k8s.io", "v1", "leases", "Lease");
    private readonly Election election = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_LeaderStops_TheOtherTakesOverAtOnce()
    {
        var lease = await LeaseAsync();

        // the lease would end by itself long after the test has lost its patience
        var duration = TimeSpan.FromMinutes(10);
        await using var one = new Replica(cluster.Config, lease, election, "one", duration: duration);
        await Condition.HoldsAsync(() => one.Election.IsLeading && election.Leader == "one", () => "one does not lead");
        await using var two = new Replica(cluster.Config, lease, election, "two", duration: duration);
        await Condition.HoldsAsync(() => two.Requests.Any(request => request.Verb == "watch"), () => "two does not stand by");
        two.Election.IsLeading.ShouldBeFalse();

        await one.StopAsync();
        await Condition.HoldsAsync(() => two.Election.IsLeading && election.Leader == "two", () => "two does not lead");

        one.Election.IsLeading.ShouldBeFalse();
        election.WereTwo.ShouldBeFalse();
        var record = (await ReadAsync(lease)).GetProperty("spec");
        record.GetProperty("holderIdentity").GetString().ShouldBe("two");
        record.GetProperty("leaseTransitions").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_LeaderDies_TheOtherLeadsAfterTheLeasesTime()
    {
        var lease = await LeaseAsync();
        await WriteAsync(lease, "dead", seconds: 2);
        await using var two = new Replica(cluster.Config, lease, election, "two");
        await Condition.HoldsAsync(() => two.Requests.Any(request => request.Verb == "watch"), () => "two does not stand by");
        two.Election.IsLeading.ShouldBeFalse();

        await Condition.HoldsAsync(() => two.Election.IsLeading, () => "two does not lead");
    }

    [Fact]
    public async Task RunAsync_LeaderCutOff_EndsBeforeTheOtherBegins()
    {
        var lease = await LeaseAsync();
        await using var relay = new TcpRelay(cluster.Config.Server);
        await using var one = new Replica(cluster.Config with { Server = new UriBuilder(relay.Address) { Scheme = "https" }.Uri }, lease, election, "one");
        await Condition.HoldsAsync(() => one.Election.IsLeading, () => "one does not lead");
        await using var two = new Replica(cluster.Config, lease, election, "two");
        await Condition.HoldsAsync(() => two.Requests.Any(request => request.Verb == "watch"), () => "two does not stand by");

        relay.BytesPerSecond = 0;
        await Condition.HoldsAsync(() => two.Election.IsLeading && election.Leader == "two", () => "two does not lead");
        relay.BytesPerSecond = long.MaxValue;
        relay.Drop();

        election.WereTwo.ShouldBeFalse();
        one.Election.IsLeading.ShouldBeFalse();
        await two.StopAsync();
        await Condition.HoldsAsync(() => one.Election.IsLeading && election.Leader == "one", () => "one does not stand by again");
        election.Terms.ShouldBe(["one", "two", "one"]);
    }

    [Fact]
    public async Task RunAsync_LeaseTakenByForce_LeaderEnds()
    {
        var lease = await LeaseAsync();
        await using var one = new Replica(cluster.Config, lease, election, "one");
        await Condition.HoldsAsync(() => one.Election.IsLeading, () => "one does not lead");

        await WriteAsync(lease, "thief", seconds: 60);

        await Condition.HoldsAsync(() => !one.Election.IsLeading && election.Leader is null, () => "one still leads");
    }

    [Fact]
    public async Task RunAsync_LeaseRemoved_LeaderMakesItAgain()
    {
        var lease = await LeaseAsync();
        await using var one = new Replica(cluster.Config, lease, election, "one");
        await Condition.HoldsAsync(() => one.Election.IsLeading, () => "one does not lead");

        await cluster.Client.DeleteAsync(Leases, lease, DeleteOptions.Default, Cancellation);

        await Condition.HoldsAsync(async () => (await cluster.Client.GetAsync(Leases, lease, Cancellation)).Error is null, () => "the lease is not there again");
        election.Terms.ShouldBe(["one"]);
    }

    [Fact]
    public async Task RunAsync_WorkThatEndsByItself_GivesTheLeaseBack()
    {
        var lease = await LeaseAsync();
        await using var one = new Replica(cluster.Config, lease, election, "one");
        await Condition.HoldsAsync(() => one.Election.IsLeading, () => "one does not lead");

        one.Enough.SetResult();
        await one.Running;

        (await ReadAsync(lease)).GetProperty("spec").TryGetProperty("holderIdentity", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_WorkThatThrows_GivesTheLeaseBackAndThrows()
    {
        var lease = await LeaseAsync();
        using var client = new ClusterClient(cluster.Config, TimeProvider.System);
        var alone = new LeaderElection(client, new LeaseOptions(lease, "one"), TimeProvider.System);

        (await Should.ThrowAsync<InvalidOperationException>(() => alone.RunAsync(_ => throw new InvalidOperationException("a bug"), Cancellation))).Message.ShouldBe("a bug");

        (await ReadAsync(lease)).GetProperty("spec").TryGetProperty("holderIdentity", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_Idle_AsksNoMoreThanItMust()
    {
        var lease = await LeaseAsync();
        await using var one = new Replica(cluster.Config, lease, election, "one");
        await Condition.HoldsAsync(() => one.Election.IsLeading, () => "one does not lead");
        await using var two = new Replica(cluster.Config, lease, election, "two");
        await Condition.HoldsAsync(() => two.Requests.Any(request => request.Verb == "watch"), () => "two does not stand by");

        await Condition.HoldsAsync(() => one.Requests.Count(request => request.Verb == "patch") >= 4, () => "it is not renewed");

        one.Requests.Select(request => request.Verb).Distinct().ShouldBe(["get", "create", "patch"]);
        one.Requests.Count(request => request.Verb is "get" or "create").ShouldBe(2);
        two.Requests.Select(request => request.Verb).ShouldBe(["get", "list", "watch"]);
    }

    private async Task<ObjectName> LeaseAsync() => new(await cluster.NewNamespaceAsync(), "leader");

    private async Task<System.Text.Json.JsonElement> ReadAsync(ObjectName lease)
    {
        (await cluster.Client.GetAsync(Leases, lease, Cancellation)).TryGet(out var read, out var error).ShouldBeTrue($"{error}");
        return read.Json;
    }

    private async Task WriteAsync(ObjectName lease, string holder, int seconds)
    {
        var body = new System.Text.Json.Nodes.JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = lease.Name },
            ["spec"] = new System.Text.Json.Nodes.JsonObject { ["holderIdentity"] = holder, ["leaseDurationSeconds"] = seconds },
        };
        (await cluster.Client.ApplyAsync(Leases, lease, body, new ApplyOptions("thief", Force: true), Cancellation)).Error.ShouldBeNull();
    }
}
