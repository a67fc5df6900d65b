using System.Diagnostics;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Mounts;
using Inference.Testing;
using Inference.Testing.Hosts;
using Inference.Testing.S3;

namespace Inference.InferenceHost.FunctionalTests.Files;

/// <summary>A real S3 store that is down, goes down, is slow, or refuses: what callers of files are told, and that nothing is left.</summary>
public sealed class StoreFaultTests(RelayedExchangeHost shared, SharedStore servers) : IClassFixture<RelayedExchangeHost>
{
    private const int Large = 24 << 20;
    private const int Some = 1 << 20;
    private const long Slow = 6 << 20;
    private const string LargeKey = "tests/users/users/bob/file_groups/scans/large.txt";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_TheStoreIsDown_TheHostIsUpAndServesFilesWhenItComes()
    {
        var store = await servers.GetAsync();
        await using var relay = new TcpRelay(store.Server.Address);
        relay.Cut();
        using var folder = Manifests(store, await store.NewBucketAsync(), relay.Address);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);

        foreach (var (method, path, body) in new[] { ("GET", "users/g/f", ""), ("POST", "users/g/f", "text"), ("PUT", "users/g/f", ""), ("GET", "users/g", ""), ("DELETE", "users/g/f", "") })
        {
            var answer = (await host.AskFilesAsync(method, path, body)).ShouldBeProblem(502);
            answer.Text.ShouldContain("could not be reached");
            answer.Text.ShouldNotContain(relay.Address.Authority);
        }

        await host.UntilLoggedAsync("LogFailed", relay.Address.Authority);
        relay.Restore();
        await host.WaitForAsync(async () => (await host.AskFilesAsync("POST", "users/g/f", "text")).Status == 201);
        (await host.DownloadAsync("users/g/f")).Text.ShouldBe("text");
    }

    [Theory]
    [InlineData(4 << 20)]
    [InlineData(Large)]
    public async Task Upload_TheStoreGoesDownMeanwhile_Is502AndNothingIsThere(int size)
    {
        await shared.MendAsync();
        shared.Relay.BytesPerSecond = Slow;
        var asked = (FilesCaller.OfBob("POST", $"users/down-{size}/f") with { Body = new byte[size] }).SendAsync(shared.Host.PublicUrl);
        await CutAfterAsync(() => shared.Relay.Sent);

        (await asked).ShouldBeProblem(502);

        await shared.MendAsync();
        (await shared.AskAsync("GET", $"users/down-{size}/f")).ShouldBeProblem(404);
        (await shared.AskAsync("GET", $"users/down-{size}")).Json.Names().ShouldBeEmpty();
        (await shared.AskAsync("POST", $"users/down-{size}/f", "text")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task Predict_TheStoreGoesDownWhileTheInputComes_Is502AndNothingIsLeft()
    {
        await PutLargeAsync();
        shared.Relay.BytesPerSecond = Slow;
        var asked = shared.PredictAsync(ExchangeTests.Ask("scans/large.txt", "copy", "done/cut.txt"));
        await CutAfterAsync(() => shared.Relay.Received);
        var began = Stopwatch.GetTimestamp();

        (await asked).ShouldBeProblem(502);

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Patience);
        shared.LeftFiles().ShouldBeEmpty();
        await shared.MendAsync();
        (await shared.AskAsync("GET", "users/done/cut.txt")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Predict_TheStoreGoesDownWhileTheOutputGoes_Is502AndNothingIsLeft()
    {
        await shared.MendAsync();
        await shared.PutAsync("scans/small.txt", "abc");
        shared.Relay.BytesPerSecond = Slow;
        var asked = shared.PredictAsync(ExchangeTests.Ask("scans/small.txt", "large", "done/cut.txt"));
        await CutAfterAsync(() => shared.Relay.Sent);

        (await asked).ShouldBeProblem(502);

        shared.LeftFiles().ShouldBeEmpty();
        await shared.MendAsync();
        (await shared.AskAsync("GET", "users/done/cut.txt")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Store_ThatIsSlow_StillServes()
    {
        await shared.MendAsync();
        shared.Relay.BytesPerSecond = Slow;
        var content = new byte[12 << 20];
        content.AsSpan().Fill((byte)'a');

        (await (FilesCaller.OfBob("POST", "users/slow/f.txt") with { Body = content }).SendAsync(shared.Host.PublicUrl)).Status.ShouldBe(201);
        (await shared.PredictAsync(ExchangeTests.Ask("slow/f.txt", "copy", "slow/copy.txt"))).ShouldBeOk();

        await shared.MendAsync();
        (await shared.AskAsync("GET", "users/slow/copy.txt")).ShouldBeOk().Json.GetProperty("size").GetInt64().ShouldBe(content.Length);
    }

    [Fact]
    public async Task Predict_TheStoreHangs_IsOverAtItsDeadlineAndNothingIsLeft()
    {
        await shared.MendAsync();
        await shared.PutAsync("scans/small.txt", "abc", "little");
        shared.Relay.BytesPerSecond = 0;
        var began = Stopwatch.GetTimestamp();

        (await shared.PredictAsync(ExchangeTests.Ask("scans/small.txt", "copy", "done/late.txt"), "full")).ShouldBeProblem(504);

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(15));
        shared.LeftFiles().ShouldBeEmpty();
        shared.Relay.Drop();
        await shared.MendAsync();
    }

    [Fact]
    public async Task Files_TheStoreHangs_Are502WithinTheTimeOfOneAttempt()
    {
        await shared.MendAsync();
        await shared.PutAsync("hung/f", "abc");
        shared.Relay.BytesPerSecond = 0;
        var began = Stopwatch.GetTimestamp();

        var answers = await Task.WhenAll(AskPatientlyAsync("GET", "users/hung/f"), AskPatientlyAsync("GET", "users/hung"), AskPatientlyAsync("DELETE", "users/hung/f"), AskPatientlyAsync("DELETE", "users/hung"));

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(1.5 * Patience);
        foreach (var answer in answers)
            answer.ShouldBeProblem(502);
        shared.Relay.Drop();
        await shared.MendAsync();
        (await shared.ReadAsync("hung/f")).ShouldBe("abc");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Predict_TheInputIsRemovedWhileItIsRead_IsTheCallersToMend(bool isReplaced)
    {
        await PutLargeAsync();
        shared.Relay.BytesPerSecond = Slow;
        var before = shared.Relay.Received;
        var asked = shared.PredictAsync(ExchangeTests.Ask("scans/large.txt", "copy", "done/gone.txt"));
        await Condition.HoldsAsync(() => shared.Relay.Received > before + Some, () => "nothing was read");
        if (isReplaced)
            await shared.Store.PutAsync(shared.Bucket, LargeKey, [1, 2, 3]);
        else
            await shared.Store.Client.DeleteObjectAsync(shared.Bucket, LargeKey, Stop);
        shared.Relay.Drop();

        (await asked).ShouldBeProblem(400, "inputs[0].data").Text.ShouldContain("was removed or replaced while it was read");

        shared.LeftFiles().ShouldBeEmpty();
        await shared.MendAsync();
        (await shared.AskAsync("GET", "users/done/gone.txt")).ShouldBeProblem(404);
    }

    [Fact]
    public async Task Credentials_ThatAreWrong_Are502WithoutThem()
    {
        const string wrong = "a-wrong-secret-nobody-may-see";
        var store = await servers.GetAsync();
        var bucket = await store.NewBucketAsync();
        using var folder = Manifests(store, bucket, store.Server.Address, wrong);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);

        foreach (var (method, body) in new[] { ("GET", ""), ("POST", "text"), ("PUT", "") })
        {
            var answer = (await host.AskFilesAsync(method, "users/g/f", body)).ShouldBeProblem(502);
            answer.Text.ShouldContain("refuses this host; its log says why");
            foreach (var inside in (string[])[wrong, S3Server.AccessKey, bucket, store.Server.Address.Authority])
                answer.Text.ShouldNotContain(inside);
        }

        await host.UntilLoggedAsync("LogFailed", "Denied", "correct the Secret");
        host.Errors.ToString().ShouldNotContain(wrong);
        (await RawRequest.Get("/status").SendAsync(host.InternalUrl)).Text.ShouldNotContain(wrong);
    }

    [Fact]
    public async Task Bucket_ThatIsMissing_Is502UntilItIsMade()
    {
        var store = await servers.GetAsync();
        var bucket = StoreServer.NewBucketName();
        using var folder = Manifests(store, bucket, store.Server.Address);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);

        foreach (var (method, body) in new[] { ("GET", ""), ("POST", "text"), ("PUT", "") })
            (await host.AskFilesAsync(method, "users/g/f", body)).ShouldBeProblem(502).Text.ShouldNotContain(bucket);
        await host.UntilLoggedAsync("LogFailed", "BucketMissing", bucket);

        await store.Client.PutBucketAsync(bucket, Stop);
        (await host.AskFilesAsync("POST", "users/g/f", "text")).Status.ShouldBe(201);
    }

    private static ManifestFolder Manifests(StoreServer store, string bucket, Uri address, string secretKey = S3Server.SecretKey) =>
        new ManifestFolder().Write("files.yaml", FilesHost.Box("users", store.Place(bucket, "prefix: team", address)) + FilesHost.FileApi + FilesHost.Users + StoreServer.Keys(secretKey));

    private async Task<RawResponse> AskPatientlyAsync(string method, string path)
    {
        using var connection = await RawConnection.OpenAsync(shared.Host.PublicUrl, 2 * Patience);
        return await connection.ExchangeAsync(FilesCaller.OfBob(method, path));
    }

    private async Task PutLargeAsync()
    {
        await shared.MendAsync();
        var content = new byte[Large];
        content.AsSpan().Fill((byte)'a');
        await shared.Store.PutAsync(shared.Bucket, LargeKey, content);
    }

    private async Task CutAfterAsync(Func<long> passed)
    {
        var before = passed();
        await Condition.HoldsAsync(() => passed() > before + Some, () => "nothing came through");
        shared.Relay.Cut();
    }
}
