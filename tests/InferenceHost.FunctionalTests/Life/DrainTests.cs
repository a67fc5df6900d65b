using System.Net;
using System.Net.Security;
using Inference.InferenceHost.FunctionalTests.Access;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>A host that is told to stop while others take over: it serves on for a while, and nobody loses a request.</summary>
public sealed class DrainTests
{
    private const string Path = "/tests/version/predict";
    private static readonly RawRequest Request = RawRequest.Post(Path, VersionModel.Body);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terminate_WithADelay_IsNotReadyAndServesEachConnectionOnce()
    {
        using var folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        await using var host = await StartAsync(folder, "2s");
        using var kept = await RawConnection.OpenAsync(host.PublicUrl);
        using var idle = await RawConnection.OpenAsync(host.PublicUrl);
        using var inHand = await RawConnection.OpenAsync(host.PublicUrl);
        foreach (var connection in (RawConnection[])[kept, idle])
            (await connection.ExchangeAsync(Request)).Header("Connection").ShouldBeNull();
        var bytes = Request.ToBytes();
        await inHand.SendAsync(bytes.AsMemory(0, bytes.Length - 5));

        host.Terminate().ShouldBeTrue();
        await host.WaitForAsync(() => Task.FromResult(host.Events("LogLeaving").Any()));

        (await RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)).ShouldBeRefusal(503).Text.ShouldContain("draining");
        (await RawRequest.Get("/v2/health/live").SendAsync(host.InternalUrl)).Status.ShouldBe(200);
        using var late = await RawConnection.OpenAsync(host.PublicUrl);
        foreach (var connection in (RawConnection[])[kept, late])
        {
            var answer = await connection.ExchangeAsync(Request);
            answer.Status.ShouldBe(200, answer.Text);
            answer.Header("Connection").ShouldBe("close");
            (await connection.IsClosedAsync()).ShouldBeTrue();
        }

        (await RawRequest.Get("/nothing").SendAsync(host.PublicUrl)).ShouldBeProblem(404).Header("Connection").ShouldBe("close");
        host.Events("LogDraining").ShouldBeEmpty();

        // its time is over: who has nothing to ask is told, and who is in the middle of it finishes
        (await idle.IsClosedAsync()).ShouldBeTrue();
        await host.WaitForAsync(() => Task.FromResult(host.Events("LogDraining").Any()));
        host.HasExited.ShouldBeFalse();
        await inHand.SendAsync(bytes.AsMemory(bytes.Length - 5));
        (await inHand.ReadAsync()).ShouldNotBeNull().Status.ShouldBe(200);
        (await host.WaitForExitAsync(Stop)).ShouldBe(0, host.Errors.ToString());
    }

    [Fact]
    public async Task Terminate_UnderLoadWhileAnotherHostTakesOver_FailsNoRequest()
    {
        using var first = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        using var second = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        first.PutModel("tests.version", VersionModel.Of(1));
        second.PutModel("tests.version", VersionModel.Of(2));
        await using var leaving = await StartAsync(first, "1s");
        await using var coming = await StartAsync(second, "1s");
        await using var balancer = new TcpRelay(leaving.PublicUrl);
        await using var callers = new BusyConnections(balancer.Address, Path, connections: 32);
        await leaving.WaitForAsync(() => Task.FromResult(callers.Answers > 500));
        callers.Opened.ShouldBe(32);

        leaving.Terminate().ShouldBeTrue();

        // a balancer hears of it by a probe, and not at once
        await leaving.WaitForAsync(async () => !(await leaving.Internal.GetAsync("/v2/health/ready", Stop)).IsSuccessStatusCode);
        var before = callers.Answers;
        await leaving.WaitForAsync(() => Task.FromResult(callers.Answers > before + 100));
        balancer.Target = coming.PublicUrl;
        (await leaving.WaitForExitAsync(Stop)).ShouldBe(0, leaving.Errors.ToString());
        await coming.WaitForAsync(() => Task.FromResult(callers.Saw(2)));
        var after = callers.Answers;
        await coming.WaitForAsync(() => Task.FromResult(callers.Answers > after + 500));
        await callers.StopAsync();

        callers.Failures.ShouldBeEmpty();
        callers.Saw(1).ShouldBeTrue();
    }

    [Fact]
    public async Task Terminate_CallersOfHttp2_AreAskedToComeElsewhere()
    {
        using var folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        using var pair = new TempFolder();
        CertificateTests.WritePair(pair, "", "localhost");
        await using var host = await StartAsync(folder, "1s", "--certificate", pair["tls.crt"], "--key", pair["tls.key"]);
        var opened = 0;
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=localhost" },
            PlaintextStreamFilter = (context, _) =>
            {
                Interlocked.Increment(ref opened);
                return ValueTask.FromResult(context.PlaintextStream);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = host.PublicUrl, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await AskAsync(client);
        await AskAsync(client);
        opened.ShouldBe(1);

        host.Terminate().ShouldBeTrue();
        await host.WaitForAsync(() => Task.FromResult(host.Events("LogLeaving").Any()));

        await AskAsync(client);
        await AskAsync(client);
        opened.ShouldBeGreaterThan(1);
        (await host.WaitForExitAsync(Stop)).ShouldBe(0, host.Errors.ToString());
    }

    private static async Task AskAsync(HttpClient client)
    {
        using var content = new StringContent(VersionModel.Body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(Path, content, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Version.ShouldBe(HttpVersion.Version20);
    }

    private static Task<HostProcess> StartAsync(ManifestFolder folder, string delay, params string[] options) =>
        HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--drain-delay", delay, .. options] }, Stop);
}
