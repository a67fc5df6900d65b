using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

public sealed class ShutdownTests
{
    private const string Path = "/tests/version/predict";
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(8);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terminate_RequestsInHand_AreFinishedAndNewOnesRefused()
    {
        using var folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);
        using var inHand = await RawConnection.OpenAsync(host.PublicUrl);
        using var kept = await RawConnection.OpenAsync(host.PublicUrl);
        (await kept.ExchangeAsync(RawRequest.Post(Path, VersionModel.Body))).Status.ShouldBe(200);
        var request = RawRequest.Post(Path, VersionModel.Body);
        await BeginAsync(inHand, request);

        host.Terminate().ShouldBeTrue();
        await host.WaitForAsync(() => Task.FromResult(host.Events("LogDraining").Any()));
        using var late = await RawConnection.OpenAsync(host.PublicUrl);
        foreach (var connection in (RawConnection[])[kept, late])
        {
            var refused = await connection.ExchangeAsync(RawRequest.Post(Path, VersionModel.Body));
            refused.ShouldBeProblem(503);
            refused.Header("Retry-After").ShouldBe("1");
            refused.Header("Connection").ShouldBe("close");
            (await connection.IsClosedAsync()).ShouldBeTrue();
        }

        (await RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)).Status.ShouldBe(503);
        (await RawRequest.Get("/v2/health/live").SendAsync(host.InternalUrl)).Status.ShouldBe(200);
        host.HasExited.ShouldBeFalse();
        await inHand.SendAsync(request.Body.AsMemory(request.Body.Length - 5));

        (await inHand.ReadAsync()).ShouldNotBeNull().Status.ShouldBe(200);
        (await host.WaitForExitAsync(Stop)).ShouldBe(0, host.Errors.ToString());
    }

    [Fact]
    public async Task Terminate_GraceIsOver_TheRestIsAnsweredAndTheHostEnds()
    {
        using var folder = new ManifestFolder().Add("tests", "slow", TestModels.PathOf("slow"), "concurrency: 1\nwarmup: { enabled: false }");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--grace-period", "300ms"] }, Stop);
        var request = RawRequest.Post("/tests/slow/predict", """{"inputs":[{"name":"iterations","datatype":"INT64","shape":[],"data":[1000000000]}]}""");
        using var running = await RawConnection.OpenAsync(host.PublicUrl);
        using var queued = await RawConnection.OpenAsync(host.PublicUrl);
        using var sending = await RawConnection.OpenAsync(host.PublicUrl);
        await running.SendAsync(request.ToBytes());
        await host.WaitForInFlightAsync("tests.slow", 1);
        await queued.SendAsync(request.ToBytes());
        await host.WaitForInFlightAsync("tests.slow", 2);
        await BeginAsync(sending, request);

        host.Terminate().ShouldBeTrue();

        foreach (var connection in (RawConnection[])[running, queued, sending])
            (await connection.ReadAsync()).ShouldNotBeNull().ShouldBeProblem(503).Text.ShouldContain("the host shut down before");
        (await host.WaitForExitAsync(Stop)).ShouldBe(0, host.Errors.ToString());
    }

    [Fact]
    public async Task Terminate_Idle_EndsAtOnce()
    {
        using var folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);
        using var idle = await RawConnection.OpenAsync(host.PublicUrl);
        (await idle.ExchangeAsync(RawRequest.Post(Path, VersionModel.Body))).Status.ShouldBe(200);
        var began = TimeProvider.System.GetTimestamp();

        (await host.StopAsync(Stop)).ShouldBe(0, host.Errors.ToString());

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(AtOnce);
        (await idle.IsClosedAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Terminate_NothingLoadedYet_EndsAtOnce()
    {
        using var folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { UntilReady = false }, Stop);

        (await host.StopAsync(Stop)).ShouldBe(0, host.Errors.ToString());
    }

    /// <summary>Sends all but the end of the body, once the host has let the request in and asks for it.</summary>
    private static async Task BeginAsync(RawConnection connection, RawRequest request)
    {
        var bytes = request.With("Expect", "100-continue").ToBytes();
        await connection.SendAsync(bytes.AsMemory(0, bytes.Length - request.Body.Length));
        (await connection.ReadAsync()).ShouldNotBeNull().Status.ShouldBe(100);
        await connection.SendAsync(request.Body.AsMemory(0, request.Body.Length - 5));
    }
}
