using System.Text.Json.Nodes;
using Inference.Testing;

namespace Inference.Cluster.Tests.Requests;

/// <summary>Who we are, and whether the server is who it should be.</summary>
public sealed class IdentityTests(TestCluster cluster)
{
    private static readonly ObjectName Default = new("", "default");
    private static readonly ResourceType ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_AccountWithoutRights_IsForbidden()
    {
        using var client = new ClusterClient(await RestrictedAsync(), TimeProvider.System);

        var error = (await client.GetAsync(TestCluster.Namespaces, Default, Cancellation)).Error!;

        error.Code.ShouldBe(ClusterErrorCode.Forbidden);
        error.Message.ShouldContain("""User "system:serviceaccount:""");
    }

    [Fact]
    public async Task WatchAsync_AccountWithoutRights_FailsUntilItHasThem()
    {
        var config = await RestrictedAsync();
        using var client = new ClusterClient(config, TimeProvider.System);
        await using var watched = new Watching.Watched(client, TestCluster.ConfigMaps, new ListScope { Namespace = config.DefaultNamespace });
        (await watched.NextAsync()).ShouldBeOfType<WatchEvent.Failed>().Error.Code.ShouldBe(ClusterErrorCode.Forbidden);

        await cluster.ControlPlane.KubectlAsync(
            Cancellation, "-n", config.DefaultNamespace, "create", "rolebinding", "may", "--clusterrole=view", $"--serviceaccount={config.DefaultNamespace}:restricted");

        await watched.NextAsync<WatchEvent.Listed>();
    }

    [Fact]
    public async Task GetAsync_TokenThatIsNone_IsUnauthorized()
    {
        using var client = new ClusterClient((await RestrictedAsync()) with { Token = "nonsense" }, TimeProvider.System);

        (await client.GetAsync(TestCluster.Namespaces, Default, Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.Unauthorized);
    }

    [Fact]
    public async Task GetAsync_ServerOfAnotherAuthority_IsNotTrusted()
    {
        using var other = Configuration.Pair.Make();
        var authorities = new System.Security.Cryptography.X509Certificates.X509Certificate2Collection();
        authorities.ImportFromPem(other.Certificate);
        using var client = new ClusterClient(cluster.Config with { Authorities = authorities }, TimeProvider.System);
        using var machine = new ClusterClient(cluster.Config with { Authorities = null }, TimeProvider.System);

        var error = (await client.GetAsync(TestCluster.Namespaces, Default, Cancellation)).Error!;

        error.Code.ShouldBe(ClusterErrorCode.Unavailable);
        error.Message.ShouldContain("certificate");
        (await machine.GetAsync(TestCluster.Namespaces, Default, Cancellation)).Error!.Code.ShouldBe(ClusterErrorCode.Unavailable);
    }

    [Fact]
    public async Task GetAsync_ServerThatNeedNotBeVerified_Answers()
    {
        using var client = new ClusterClient(cluster.Config with { Authorities = null, SkipTlsVerify = true }, TimeProvider.System);

        (await client.GetAsync(TestCluster.Namespaces, Default, Cancellation)).Error.ShouldBeNull();
    }

    [Theory]
    [InlineData("kubernetes.default.svc", true)]
    [InlineData("other.example", false)]
    public async Task GetAsync_NameOfTheServer_IsTheOneVerified(string name, bool isIts)
    {
        using var client = new ClusterClient(cluster.Config with { TlsServerName = name }, TimeProvider.System);

        (await client.GetAsync(TestCluster.Namespaces, Default, Cancellation)).TryGet(out _, out var error).ShouldBe(isIts, $"{error}");
    }

    private async Task<ClusterConfig> RestrictedAsync()
    {
        var name = new ObjectName(await cluster.NewNamespaceAsync(), "restricted");
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = name.Name } };
        (await cluster.Client.CreateAsync(ServiceAccounts, name.Namespace, body, Cancellation)).Error.ShouldBeNull();
        using var folder = new TempFolder();
        return TestCluster.Read(folder.Write("config", await cluster.ControlPlane.KubeconfigOfAsync(name.Namespace, name.Name, TimeSpan.FromHours(1), Cancellation)));
    }
}
