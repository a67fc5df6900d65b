using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>The internal listener on an address that others reach, as in a pod.</summary>
public sealed class InternalBindTests : IAsyncLifetime
{
    private static readonly IPAddress? Own = NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(found => found.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    private readonly ManifestFolder folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
    private HostProcess? host;

    private Uri Url => new UriBuilder("http", Own!.ToString(), host!.InternalUrl.Port).Uri;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Own is null, "this machine has no address but loopback");
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--internal-bind", "0.0.0.0"] }, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("/v2/health/live")]
    [InlineData("/v2/health/ready")]
    [InlineData("/status")]
    [InlineData("/metrics")]
    public async Task InternalListener_AProbeOfTheNode_IsAnswered(string path)
    {
        string[] probes =
        [
            $"GET {path} HTTP/1.1\r\nHost: {Own}:{Url.Port}\r\nUser-Agent: kube-probe/1.20\r\nConnection: close\r\n\r\n",
            $"GET {path} HTTP/1.1\r\nHost: {Own}\r\n\r\n",
            $"GET {path} HTTP/1.0\r\nHost: {Own}:{Url.Port}\r\n\r\n",
            $"GET {path} HTTP/1.0\r\n\r\n",
        ];
        foreach (var probe in probes)
        {
            using var connection = await RawConnection.OpenAsync(Url);
            await connection.SendAsync(probe);
            (await connection.ReadAsync()).ShouldNotBeNull().Status.ShouldBe(200, probe);
        }
    }

    [Theory]
    [InlineData("10.255.255.1")]
    [InlineData("version.tests.svc")]
    [InlineData("")]
    public async Task InternalListener_AnotherName_IsRefused(string name) =>
        (await RawRequest.Get("/status").With("Host", name).SendAsync(Url)).ShouldBeProblem(403);

    [Fact]
    public async Task InternalListener_NotAskedFor_LoadsAndUnloadsNothing()
    {
        var answer = await RawRequest.Post("/v2/repository/models/version/unload", "{}").With("Host", Own!.ToString()).SendAsync(Url);

        answer.Status.ShouldBeInRange(400, 499, answer.Text);
        (await RawRequest.Get("/v2/health/ready").SendAsync(host!.InternalUrl)).Status.ShouldBe(200);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
    }
}
