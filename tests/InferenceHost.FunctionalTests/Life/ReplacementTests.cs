using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>The one-minute version of benchmarks/soak.sh.</summary>
public sealed class ReplacementTests(ITestOutputHelper output)
{
    private const int Connections = 64;
    private const int Warming = 10;
    private const int Replacements = 26;
    private const int MostGrowthMegabytes = 24;

    [Fact]
    public async Task Replace_SixteenTimesUnderLoad_NoRequestFailsAndMemoryIsGivenBack()
    {
        var stop = TestContext.Current.CancellationToken;
        using var folder = new ManifestFolder().Add("tests", "version", TestModels.PathOf("version"), "queue: { maxLength: 256 }");
        folder.PutModel("tests.version", VersionModel.Of(0));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), stop);
        await using var busy = new BusyConnections(host.PublicUrl, "/tests/version/predict", Connections);
        await SeeAsync(0);
        for (var version = 1; version <= Warming; version++)
            await ReplaceAsync(version);

        // by now every thread and every pool has what it needs, and most of what is hot has been compiled for good
        var before = ResidentMegabytes(host.Id);
        for (var version = Warming + 1; version <= Replacements; version++)
            await ReplaceAsync(version);
        var after = ResidentMegabytes(host.Id);
        await busy.StopAsync();

        output.WriteLine($"{busy.Answers} answers; resident {before} MB after {Warming} replacements, {after} MB after {Replacements}");
        busy.Failures.ShouldBeEmpty();
        (after - before).ShouldBeLessThan(MostGrowthMegabytes);
        var (failed, exit) = (host.Events("LogLoadFailed").Count(), await host.StopAsync(stop));
        failed.ShouldBe(0);
        exit.ShouldBe(0);

        async Task ReplaceAsync(int version)
        {
            if (version % 2 == 0)
                await File.WriteAllBytesAsync(folder.ModelPath("tests.version"), VersionModel.Of(version), stop);
            else
                folder.PutModel("tests.version", VersionModel.Of(version));
            await SeeAsync(version);
        }

        Task SeeAsync(int version) => host.WaitForAsync(() => Task.FromResult(busy.Saw(version) || busy.Failures.Count > 0), TimeSpan.FromSeconds(30), stop);
    }

    private static long ResidentMegabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) >> 10;
    }
}
