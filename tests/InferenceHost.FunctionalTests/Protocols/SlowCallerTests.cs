using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>Callers who send slowly, or much at once, do not keep others from being served.</summary>
public sealed class SlowCallerTests
{
    private const string Body = """{"inputs":[{"name":"a","datatype":"FP32","shape":[1],"data":[1]},{"name":"b","datatype":"FP32","shape":[1],"data":[2]}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyUnfinishedBodies_HoldNoPlaceInTheQueue()
    {
        using var folder = new ManifestFolder();
        folder.Add("tests", "sum", TestModels.PathOf("sum"), "concurrency: 1\nqueue: { maxLength: 1 }");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);
        var slow = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 50; i++)
            {
                slow.Add(await RawConnection.OpenAsync(host.PublicUrl));
                await slow[^1].SendAsync($"POST /tests/sum/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Body.Length}\r\n\r\n{Body[..^1]}");
            }

            (await RawRequest.Post("/tests/sum/predict", Body).SendAsync(host.PublicUrl)).ShouldBeOk();

            // and whoever does finish is answered
            await slow[0].SendAsync(Body[^1..]);
            (await slow[0].ReadAsync()).ShouldNotBeNull().ShouldBeOk();
        }
        finally
        {
            slow.ForEach(connection => connection.Dispose());
        }
    }

    [Fact]
    public async Task BodiesThatHoldTheMemory_AreRefusedAndSmallOnesServed()
    {
        const int large = 48 << 20;
        using var folder = new ManifestFolder();
        folder.Add("tests", "sum", TestModels.PathOf("sum"));
        var start = new HostStart(folder.FullPath) { Environment = new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = "0x18000000" } };
        await using var host = await HostProcess.StartAsync(start, Stop);
        var held = new List<RawConnection>();
        try
        {
            // a quarter of 384 MiB is 96: two bodies fill it, whatever comes after is refused
            for (var i = 0; i < 4; i++)
                held.Add(await HoldAsync(host, large));
            var refused = (await RawRequest.Post("/tests/sum/predict", new string(' ', large)).SendAsync(host.PublicUrl)).ShouldBeProblem(429);

            refused.Header("Retry-After").ShouldNotBeNull();
            (await RawRequest.Post("/tests/sum/predict", Body).SendAsync(host.PublicUrl)).ShouldBeOk();
        }
        finally
        {
            held.ForEach(connection => connection.Dispose());
        }

        await host.WaitForAsync(
            async () => (await RawRequest.Post("/tests/sum/predict", new string(' ', 8 << 20) + Body).SendAsync(host.PublicUrl)).Status == 200, TimeSpan.FromSeconds(20), Stop);
    }

    /// <summary>Sends all but the last byte; a server that refuses it meanwhile ends the connection.</summary>
    private static async Task<RawConnection> HoldAsync(HostProcess host, int length)
    {
        var connection = await RawConnection.OpenAsync(host.PublicUrl);
        try
        {
            await connection.SendAsync($"POST /tests/sum/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n");
            await connection.SendAsync(new string(' ', length - 1));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // refused already
        }

        return connection;
    }
}
