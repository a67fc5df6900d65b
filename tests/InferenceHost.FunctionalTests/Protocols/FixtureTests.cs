using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

public sealed class FixtureTests
{
    [Fact]
    public async Task Start_Digits_Ready()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new ManifestFolder().Add("tests", "digits", TestModels.PathOf("digits"), "concurrency: 1");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), stop);
        using var raw = await RawConnection.OpenAsync(host.PublicUrl);
        await raw.SendAsync("GET /tests/digits/v2 HTTP/1.1\r\nHost: x\r\n\r\n");
        (await raw.ReadAsync())!.Status.ShouldBe(200);
        (await host.StopAsync(stop)).ShouldBe(0, host.Errors.ToString());
    }
}
