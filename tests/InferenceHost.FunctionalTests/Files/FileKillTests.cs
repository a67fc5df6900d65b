using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>What a host that was killed leaves of files, and what the next one makes of it.</summary>
public sealed class FileKillTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AfterAHostThatDied_RemovesWhatItLeftAndNothingElse()
    {
        using var data = new TempFolder();
        Directory.CreateDirectory(data["exchange/tests.x/home/tmp/dead/0"]);
        Directory.CreateDirectory(data["exchange/tests.x/home/tmp/mine"]);
        await File.WriteAllTextAsync(data["exchange/tests.x/home/tmp/dead/.inference-request"], "", Stop);
        await File.WriteAllTextAsync(data["exchange/tests.x/home/tmp/dead/0/a.txt"], "a", Stop);
        await File.WriteAllTextAsync(data["exchange/tests.x/home/tmp/mine/b.txt"], "b", Stop);
        using var folder = new ManifestFolder();

        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath }, Stop);

        Directory.Exists(data["exchange/tests.x/home/tmp/dead"]).ShouldBeFalse();
        File.Exists(data["exchange/tests.x/home/tmp/mine/b.txt"]).ShouldBeTrue();
    }
}
