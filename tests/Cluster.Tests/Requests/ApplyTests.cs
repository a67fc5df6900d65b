using System.Text.Json.Nodes;

namespace Inference.Cluster.Tests.Requests;

public sealed class ApplyTests(TestCluster cluster)
{
    private static readonly ApplyOptions Ours = new("ours", Force: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ApplyAsync_SameTwice_ChangesNothing()
    {
        var name = await NameAsync();

        var first = await ApplyAsync(name, TestCluster.ConfigMap("a"), Ours);
        var second = await ApplyAsync(name, TestCluster.ConfigMap("a"), Ours);

        second.ResourceVersion.ShouldBe(first.ResourceVersion);
    }

    [Fact]
    public async Task ApplyAsync_FieldNotWantedAnyMore_Goes()
    {
        var name = await NameAsync();
        await ApplyAsync(name, TestCluster.ConfigMap("a", "old"), Ours);

        var applied = await ApplyAsync(name, TestCluster.ConfigMap("a", "new"), Ours);

        applied.Json.GetProperty("data").GetRawText().ShouldBe("""{"new":"v"}""");
    }

    [Fact]
    public async Task ApplyAsync_FieldOfAnotherManager_ConflictsUnlessForced()
    {
        var name = await NameAsync();
        await ApplyAsync(name, TestCluster.ConfigMap("a"), Ours);
        var theirs = TestCluster.ConfigMap("a", "k", "theirs");

        var error = (await cluster.Client.ApplyAsync(TestCluster.ConfigMaps, name, theirs, new ApplyOptions("theirs", Force: false), Cancellation)).Error!;

        error.Code.ShouldBe(ClusterErrorCode.Conflict);
        error.Causes.ShouldHaveSingleItem().Field.ShouldBe(".data.k");
        (await ApplyAsync(name, theirs, new ApplyOptions("theirs", Force: true))).Json.GetProperty("data").GetRawText().ShouldContain("theirs");
    }

    [Fact]
    public async Task ApplyAsync_DryRun_KeepsNothing()
    {
        var name = await NameAsync();

        (await ApplyAsync(name, TestCluster.ConfigMap("a"), Ours with { DryRun = true })).Uid.ShouldNotBeEmpty();

        (await cluster.Client.GetAsync(TestCluster.ConfigMaps, name, Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.NotFound);
    }

    [Fact]
    public async Task ApplyStatusAsync_Deployment_ChangesItsStatusOnly()
    {
        var name = await NameAsync();
        var wanted = Deployment(new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "a" } },
            ["replicas"] = 0,
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "a" } },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "localhost/none:1" }) },
            },
        });
        (await cluster.Client.ApplyAsync(TestCluster.Deployments, name, wanted, Ours, Cancellation)).TryGet(out var deployment, out var error).ShouldBeTrue($"{error}");

        var status = Deployment(spec: null);
        status["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ours", ["status"] = "True", ["reason"] = "Test", ["message"] = "so it is" }),
        };
        (await cluster.Client.ApplyStatusAsync(TestCluster.Deployments, name, status, Ours, Cancellation)).TryGet(out var updated, out error).ShouldBeTrue($"{error}");

        updated.Json.GetProperty("status").GetRawText().ShouldContain("so it is");
        updated.Generation.ShouldBe(deployment!.Generation);
    }

    [Fact]
    public async Task MergePatchAsync_NullAndValue_RemovesAndSets()
    {
        var name = await NameAsync();
        await ApplyAsync(name, TestCluster.ConfigMap("a", "old"), Ours);
        var patch = new JsonObject { ["data"] = new JsonObject { ["old"] = null, ["new"] = "w" }, ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["l"] = "1" } } };

        (await cluster.Client.MergePatchAsync(TestCluster.ConfigMaps, name, patch, subresource: null, Cancellation)).TryGet(out var patched, out var error).ShouldBeTrue($"{error}");

        patched.Json.GetProperty("data").GetRawText().ShouldBe("""{"new":"w"}""");
        patched.Labels["l"].ShouldBe("1");
    }

    [Fact]
    public async Task DeleteAsync_ObjectThatIsAnother_ConflictsAndStays()
    {
        var name = await NameAsync();
        var applied = await ApplyAsync(name, TestCluster.ConfigMap("a"), Ours);

        var other = await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, name, new DeleteOptions { Uid = Guid.NewGuid().ToString() }, Cancellation);
        var older = await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, name, new DeleteOptions { ResourceVersion = "1" }, Cancellation);
        var right = await cluster.Client.DeleteAsync(
            TestCluster.ConfigMaps, name, new DeleteOptions { Uid = applied.Uid, ResourceVersion = applied.ResourceVersion, GracePeriodSeconds = 0 }, Cancellation);

        other.Error!.Code.ShouldBe(ClusterErrorCode.Conflict);
        older.Error!.Code.ShouldBe(ClusterErrorCode.Conflict);
        right.TryGet(out var was, out _).ShouldBeTrue();
        was.ShouldBeTrue();
    }

    [Fact]
    public async Task DeleteAsync_OwnerWithOrphans_LeavesWhatItOwns()
    {
        var name = await NameAsync();
        var owner = await ApplyAsync(name, TestCluster.ConfigMap("a"), Ours);
        var body = TestCluster.ConfigMap("b");
        body["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["name"] = "a",
            ["uid"] = owner.Uid,
            ["controller"] = true,
        });
        var owned = await ApplyAsync(name with { Name = "b" }, body, Ours);
        owned.Owners.ShouldHaveSingleItem().ShouldBe(new OwnerReference("v1", "ConfigMap", "a", owner.Uid, IsController: true));

        await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, name, new DeleteOptions { Propagation = Propagation.Orphan }, Cancellation);

        await Testing.Condition.HoldsAsync(
            async () => (await cluster.Client.GetAsync(TestCluster.ConfigMaps, owned.Id, Cancellation)).TryGet(out var left, out _) && left.Owners.Count == 0,
            () => "the object still has an owner, or went with it");
    }

    private static JsonObject Deployment(JsonObject? spec)
    {
        var body = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["metadata"] = new JsonObject { ["name"] = "a" } };
        if (spec is not null)
            body["spec"] = spec;
        return body;
    }

    private async Task<ObjectName> NameAsync() => new(await cluster.NewNamespaceAsync(), "a");

    private async Task<ClusterObject> ApplyAsync(ObjectName name, JsonObject body, ApplyOptions options)
    {
        (await cluster.Client.ApplyAsync(TestCluster.ConfigMaps, name, body, options, Cancellation)).TryGet(out var applied, out var error).ShouldBeTrue($"{error}");
        return applied!;
    }
}
