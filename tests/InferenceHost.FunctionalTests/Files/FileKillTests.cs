using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>What a host that was killed leaves of files, and what the next one makes of it.</summary>
public sealed class FileKillTests(SharedStore shared)
{
    private const int Said = 100_000_000;
    private const string Old = "before/f";
    private const string New = "broken/f";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(New)]
    [InlineData(Old)]
    public async Task Kill_InTheMiddleOfAnUploadToAFolder_LeavesNothingThatIsServed(string file)
    {
        using var data = new TempFolder();
        using var folder = new ManifestFolder();
        ExchangeHost.WriteManifests(folder);
        var start = new HostStart(folder.FullPath) { Data = data.FullPath, Options = PythonFolder.Options };
        string[] Partial() => Directory.Exists(data["boxes/tests/users/.inference-partial"]) ? [.. Directory.GetFiles(data["boxes/tests/users/.inference-partial"]).Where(path => new FileInfo(path).Length > 0)] : [];

        await KillWhenBegunAsync(start, async killed =>
        {
            await PutBeforeAsync(killed);
            var connection = await BeginUploadAsync(killed, file, 4 << 20);
            await killed.WaitForAsync(() => Task.FromResult(Partial().Length > 0));
            return connection;
        });

        Partial().ShouldNotBeEmpty();
        await using var host = await HostProcess.StartAsync(start, Stop);

        Partial().ShouldBeEmpty();
        await CheckAfterAsync(host);
    }

    [Theory]
    [InlineData(New, 4 << 20, 4 << 20)]
    [InlineData(New, Said, 24 << 20)]
    [InlineData(Old, Said, 24 << 20)]
    public async Task Kill_InTheMiddleOfAnUploadToAStore_LeavesNothingThatIsServed(string file, int said, int sent)
    {
        var store = await shared.GetAsync();
        var bucket = await store.NewBucketAsync();
        await using var relay = new TcpRelay(store.Server.Address);
        using var folder = new ManifestFolder();
        ExchangeHost.WriteManifests(folder);
        var start = store.DefaultOf(folder, bucket, relay.Address);
        start = start with { Options = [.. start.Options, .. PythonFolder.Options] };

        await KillWhenBegunAsync(start, async killed =>
        {
            await PutBeforeAsync(killed);
            relay.BytesPerSecond = 6 << 20;
            var before = relay.Sent;
            var connection = await BeginUploadAsync(killed, file, sent, said);
            await killed.WaitForAsync(() => Task.FromResult(relay.Sent > before + (sent / 3)));
            relay.BytesPerSecond = 0;
            return connection;
        });

        // what the system still has of the host's goes with it
        relay.Drop();
        relay.BytesPerSecond = long.MaxValue;
        await using var host = await HostProcess.StartAsync(start, Stop);

        (await store.Client.ListObjectsV2Async(new Amazon.S3.Model.ListObjectsV2Request { BucketName = bucket }, Stop)).S3Objects.Count.ShouldBe(1);
        await CheckAfterAsync(host);
    }

    [Fact]
    public async Task Kill_InTheMiddleOfAPrediction_TheNextStartRemovesItsFolderAndFollowsNoLink()
    {
        using var data = new TempFolder();
        using var other = new TempFolder();
        using var folder = new ManifestFolder();
        ExchangeHost.WriteManifests(folder);
        var start = new HostStart(folder.FullPath) { Data = data.FullPath, Options = PythonFolder.Options };
        other.Write(".inference-request", "");
        other.Write("kept.txt", "somebody's");
        string[] Left() => Directory.GetFileSystemEntries(data["exchange/tests.copy/home/copy/tmp"]);

        await KillWhenBegunAsync(start, async killed =>
        {
            (await killed.AskFilesAsync("POST", "users/scans/one.txt", other.FullPath)).Status.ShouldBe(201);
            var connection = await RawConnection.OpenAsync(killed.PublicUrl);
            await connection.SendAsync(RawRequest.Post("/tests/closed/predict", ExchangeTests.Ask("scans/one.txt", "hang", "done/never.txt")).As(FilesHost.Bob, FilesHost.Password).ToBytes());
            await killed.WaitForAsync(() => Task.FromResult(Directory.GetDirectories(data["exchange"], "elsewhere", SearchOption.AllDirectories).Length > 0));
            return connection;
        });

        Left().ShouldNotBeEmpty();
        await using var host = await HostProcess.StartAsync(start, Stop);

        Left().ShouldBeEmpty();
        (await File.ReadAllTextAsync(other["kept.txt"], Stop)).ShouldBe("somebody's");
        (await host.AskFilesAsync("GET", "users/done/never.txt")).ShouldBeProblem(404);
        (await host.DownloadAsync("users/scans/one.txt")).Text.ShouldBe(other.FullPath);
    }

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

    /// <summary>Starts a host and kills it while a request is in hand, whose connection outlives it.</summary>
    private static async Task KillWhenBegunAsync(HostStart start, Func<HostProcess, Task<RawConnection>> begin)
    {
        RawConnection? connection = null;
        try
        {
            // disposing of it is kill -9
            await using var killed = await HostProcess.StartAsync(start, Stop);
            connection = await begin(killed);
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static async Task PutBeforeAsync(HostProcess host) => (await host.AskFilesAsync("POST", $"users/{Old}", "stored before")).Status.ShouldBe(201);

    private static async Task<RawConnection> BeginUploadAsync(HostProcess host, string file, int sent, int said = Said)
    {
        var connection = await RawConnection.OpenAsync(host.PublicUrl);
        await connection.SendAsync(FilesCaller.OfBob("POST", $"users/{file}").With("Content-Length", $"{said}").ToBytes());
        await connection.SendAsync(new byte[sent]);
        return connection;
    }

    private static async Task CheckAfterAsync(HostProcess host)
    {
        (await host.AskFilesAsync("GET", $"users/{New}")).ShouldBeProblem(404);
        (await host.AskFilesAsync("GET", "users")).ShouldBeOk().Json.GetProperty("groups").EnumerateArray().Select(group => group.GetString()).ShouldBe(["before"]);
        (await host.DownloadAsync($"users/{Old}")).Text.ShouldBe("stored before");
        foreach (var file in (string[])[New, Old])
            (await host.AskFilesAsync("POST", $"users/{file}", "stored after")).Status.ShouldBe(201);
        (await host.DownloadAsync($"users/{Old}")).Text.ShouldBe("stored after");
    }
}
