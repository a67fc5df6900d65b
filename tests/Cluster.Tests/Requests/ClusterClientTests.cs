using System.Text.Json.Nodes;

namespace Inference.Cluster.Tests.Requests;

public sealed class ClusterClientTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateAsync_NewObject_IsThereUntilDeleted()
    {
        var name = new ObjectName(await cluster.NewNamespaceAsync(), "a");

        (await cluster.Client.CreateAsync(TestCluster.ConfigMaps, name.Namespace, TestCluster.ConfigMap("a"), Cancellation)).TryGet(out var created, out var error)
            .ShouldBeTrue($"{error}");

        created.Id.ShouldBe(name);
        created.Kind.ShouldBe("ConfigMap");
        created.Uid.ShouldNotBeEmpty();
        created.CreationTimestamp.ShouldNotBeNull();
        created.Json.GetRawText().ShouldNotContain("managedFields");
        (await cluster.Client.GetAsync(TestCluster.ConfigMaps, name, Cancellation)).TryGet(out var read, out _).ShouldBeTrue();
        read!.Json.GetProperty("data").GetProperty("k").GetString().ShouldBe("v");
        (await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, name, DeleteOptions.Default, Cancellation)).TryGet(out var was, out _).ShouldBeTrue();
        was.ShouldBeTrue();
        (await cluster.Client.DeleteAsync(TestCluster.ConfigMaps, name, DeleteOptions.Default, Cancellation)).TryGet(out was, out _).ShouldBeTrue();
        was.ShouldBeFalse();
        (await cluster.Client.GetAsync(TestCluster.ConfigMaps, name, Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.NotFound);
    }

    [Fact]
    public async Task CreateAsync_NameThatIsTaken_AlreadyExists()
    {
        var name = await cluster.NewNamespaceAsync();
        await cluster.Client.CreateAsync(TestCluster.ConfigMaps, name, TestCluster.ConfigMap("a"), Cancellation);

        (await cluster.Client.CreateAsync(TestCluster.ConfigMaps, name, TestCluster.ConfigMap("a"), Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.AlreadyExists);
    }

    [Fact]
    public async Task CreateAsync_InvalidObject_NamesTheFields()
    {
        var body = TestCluster.ConfigMap("a", "no key/at all");

        var error = (await cluster.Client.CreateAsync(TestCluster.ConfigMaps, await cluster.NewNamespaceAsync(), body, Cancellation)).Error!;

        error.Code.ShouldBe(ClusterErrorCode.Invalid);
        error.Causes.ShouldHaveSingleItem().Field.ShouldBe("data[no key/at all]");
    }

    [Theory]
    [InlineData("", "a")]
    [InlineData("default", "")]
    [InlineData("default", "..")]
    [InlineData("default", "a/b")]
    [InlineData("a/../b", "a")]
    public async Task GetAsync_NameThatCannotBe_IsRefusedUnasked(string @namespace, string name) =>
        (await cluster.Client.GetAsync(TestCluster.ConfigMaps, new ObjectName(@namespace, name), Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.Invalid);

    [Fact]
    public async Task ReplaceAsync_VersionOfThePast_Conflicts()
    {
        var name = new ObjectName(await cluster.NewNamespaceAsync(), "a");
        (await cluster.Client.CreateAsync(TestCluster.ConfigMaps, name.Namespace, TestCluster.ConfigMap("a"), Cancellation)).TryGet(out var created, out _);
        var body = JsonObject.Create(created!.Json)!;
        body["data"] = new JsonObject { ["k"] = "w" };

        (await cluster.Client.ReplaceAsync(TestCluster.ConfigMaps, name, body, Cancellation)).Error.ShouldBeNull();
        (await cluster.Client.ReplaceAsync(TestCluster.ConfigMaps, name, body, Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.Conflict);
    }
}
