using Microsoft.AspNetCore.Http;

namespace Inference.Cluster.Tests.Discovery;

public sealed class DiscovererTests(TestCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DiscoverAsync_RealCluster_KnowsWhatItServes()
    {
        (await cluster.Client.DiscoverAsync(Cancellation)).TryGet(out var served, out var error).ShouldBeTrue($"{error}");

        served.Has(TestCluster.ConfigMaps).ShouldBeTrue();
        served.Has(TestCluster.Deployments).ShouldBeTrue();
        served.Has(TestCluster.Deployments with { Plural = "things" }).ShouldBeFalse();
        served.Find("apps", "deployments").ShouldBe(TestCluster.Deployments);
        served.Find("", "namespaces").ShouldBe(TestCluster.Namespaces);
        served.Find("apps", "things").ShouldBeNull();
        served.Unanswered.ShouldBeEmpty();
        served.All.ShouldNotContain(type => type.Plural.Contains('/'));
    }

    [Fact]
    public async Task First_SeveralVersions_IsTheFirstThatIsServed()
    {
        await using var server = await StartAsync(broken: "");
        using var client = server.Connect();
        (await client.DiscoverAsync(Cancellation)).TryGet(out var served, out _).ShouldBeTrue();
        var (v1, v2, v3) = (new ResourceType("g", "v1", "things", "Thing"), new ResourceType("g", "v2", "things", "Thing"), new ResourceType("g", "v3", "things", "Thing"));

        served!.First(v3, v1, v2).ShouldBe(v1);
        served.First(v3).ShouldBeNull();
        served.Find("g", "things").ShouldBe(v2);
        served.Has(v1).ShouldBeTrue();
    }

    [Fact]
    public async Task DiscoverAsync_GroupThatDoesNotAnswer_IsNamed()
    {
        await using var server = await StartAsync(broken: "/apis/g/v2");
        using var client = server.Connect();

        (await client.DiscoverAsync(Cancellation)).TryGet(out var served, out _).ShouldBeTrue();

        served!.Unanswered.ShouldBe(["g/v2"]);
        served.Find("g", "things")!.Version.ShouldBe("v1");
    }

    [Theory]
    [InlineData("/api/v1")]
    [InlineData("/apis")]
    public async Task DiscoverAsync_ServerItselfDoesNotAnswer_Fails(string broken)
    {
        await using var server = await StartAsync(broken);
        using var client = server.Connect();

        (await client.DiscoverAsync(Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.Unavailable);
    }

    private static Task<WireServer> StartAsync(string broken) => WireServer.StartAsync(context =>
    {
        var path = context.Request.Path.Value!;
        context.Response.StatusCode = path == broken ? 503 : 200;
        return context.Response.WriteAsync(path switch
        {
            _ when path == broken => "",
            "/apis" => """
                {"groups":[{"name":"g","preferredVersion":{"groupVersion":"g/v2"},"versions":[{"groupVersion":"g/v1"},{"groupVersion":"g/v2"}]}]}
                """,
            "/api/v1" => """{"resources":[{"name":"pods","kind":"Pod","namespaced":true},{"name":"pods/log","kind":"Pod","namespaced":true}]}""",
            _ => """{"resources":[{"name":"things","kind":"Thing","namespaced":true}]}""",
        });
    });
}
