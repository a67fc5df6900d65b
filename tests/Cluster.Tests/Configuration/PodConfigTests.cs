using Inference.Testing;

namespace Inference.Cluster.Tests.Configuration;

public sealed class PodConfigTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Pair pair = Pair.Make();

    public void Dispose()
    {
        folder.Dispose();
        pair.Dispose();
    }

    [Theory]
    [InlineData("10.96.0.1", "443", "https://10.96.0.1/")]
    [InlineData("fd00::1", "6443", "https://[fd00::1]:6443/")]
    [InlineData("kubernetes.default", null, "https://kubernetes.default/")]
    public void Load_ServiceAccount_IsRead(string host, string? port, string server)
    {
        folder.Write("ca.crt", pair.Certificate);
        folder.Write("namespace", "mine\n");
        folder.Write("token", "t");

        var (config, problem) = Load(host, port);

        problem.ShouldBeNull();
        config!.Server.ShouldBe(new Uri(server));
        config.Authorities!.Count.ShouldBe(1);
        config.TokenFile.ShouldBe(folder["token"]);
        config.DefaultNamespace.ShouldBe("mine");
        config.ToString().ShouldEndWith($"(the token in {folder["token"]})");
    }

    [Fact]
    public void Load_NoPod_SaysSo() => Load(null, null).Problem.ShouldBe("this is no pod: KUBERNETES_SERVICE_HOST is not set");

    [Fact]
    public void Load_AddressThatIsNone_SaysSo() => Load("a", "b").Problem.ShouldNotBeNull().ShouldContain("are no address: 'a', 'b'");

    [Fact]
    public void Load_NoToken_SaysWhatThePodNeeds() => Load("10.0.0.1", "443").Problem.ShouldNotBeNull().ShouldContain("service account whose token is mounted");

    [Fact]
    public void Load_NoAuthority_SaysWhereItIsMissing()
    {
        folder.Write("token", "t");

        Load("10.0.0.1", "443").Problem.ShouldNotBeNull().ShouldContain(folder.FullPath);
    }

    private (ClusterConfig? Config, string? Problem) Load(string? host, string? port) => new PodConfig(
        folder.FullPath,
        name => name switch
        {
            "KUBERNETES_SERVICE_HOST" => host,
            "KUBERNETES_SERVICE_PORT" => port,
            _ => null,
        }).Load();
}
