using Inference.Testing;

namespace Inference.Cluster.Tests.Leases;

[Collection(nameof(Alone))]
public sealed class LeaderOutageTests(TestCluster cluster)
{
    [Fact]
    public async Task RunAsync_ApiServerAway_NobodyLeadsUntilItIsBack()
    {
        var election = new Election();
        var lease = new ObjectName(await cluster.NewNamespaceAsync(), "leader");
        await using var one = new Replica(cluster.Config, lease, election, "one");
        await using var two = new Replica(cluster.Config, lease, election, "two");
        await Condition.HoldsAsync(() => election.Leader is not null, () => "nobody leads");

        await cluster.ControlPlane.CutAsync();
        await Condition.HoldsAsync(() => election.Leader is null, () => "somebody still leads");
        (one.Election.IsLeading || two.Election.IsLeading).ShouldBeFalse();
        await cluster.ControlPlane.UncutAsync();

        await Condition.HoldsAsync(() => one.Election.IsLeading || two.Election.IsLeading, () => "nobody leads again");
        election.WereTwo.ShouldBeFalse();
    }
}
