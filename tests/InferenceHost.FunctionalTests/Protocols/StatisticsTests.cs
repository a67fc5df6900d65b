using System.Diagnostics;
using System.Text.Json;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>The statistics extension, on a host of its own.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public async Task Stats_AfterRequests_CountRowsRunsAndFailures()
    {
        using var folder = new ManifestFolder().Add("tests", "digits", TestModels.PathOf("digits")).Add("tests", "other", TestModels.PathOf("sum"));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), TestContext.Current.CancellationToken);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var began = Stopwatch.StartNew();
        var zeros = string.Join(',', Enumerable.Repeat("0", 3 * 64));
        for (var i = 0; i < 4; i++)
            (await RawRequest.Post("/tests/digits/predict", $$"""{"inputs":[{"name":"image","datatype":"FP32","shape":[3,64],"data":[{{zeros}}]}]}""").SendAsync(host.PublicUrl)).ShouldBeOk();
        (await RawRequest.Post("/v2/models/digits/infer", "{}").SendAsync(host.InternalUrl)).ShouldBeRefusal(400, "");
        await host.WaitForAsync(async () => Count(await StatsAsync(host, "/v2/models/digits/stats"), "success") == 4, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        var elapsed = began.Elapsed.TotalNanoseconds;

        var stats = await StatsAsync(host, "/v2/models/tests.digits/versions/1/stats");
        stats.GetProperty("version").GetString().ShouldBe("1");
        stats.GetProperty("inference_count").GetInt64().ShouldBe(12);
        stats.GetProperty("execution_count").GetInt64().ShouldBe(4);
        stats.GetProperty("last_inference").GetInt64().ShouldBeInRange(before, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        Count(stats, "fail").ShouldBe(1);
        Nanoseconds(stats, "fail").ShouldBeInRange(1, elapsed);
        foreach (var part in (string[])["success", "compute_input", "compute_infer", "compute_output"])
        {
            Count(stats, part).ShouldBe(4);
            Nanoseconds(stats, part).ShouldBeInRange(1, elapsed);
        }

        var parts = ((string[])["queue", "compute_input", "compute_infer", "compute_output"]).Sum(part => Nanoseconds(stats, part));
        parts.ShouldBeLessThanOrEqualTo(Nanoseconds(stats, "success"));
        Count(stats, "cache_hit").ShouldBe(0);
        var runs = stats.GetProperty("batch_stats").EnumerateArray().ShouldHaveSingleItem("without batching a run has the rows of its request");
        runs.GetProperty("batch_size").GetInt64().ShouldBe(3);
        foreach (var part in (string[])["compute_input", "compute_infer", "compute_output"])
        {
            var (ofRuns, ofAll) = (runs.GetProperty(part), stats.GetProperty("inference_stats").GetProperty(part));
            ofRuns.GetProperty("count").GetInt64().ShouldBe(4);
            ofRuns.GetProperty("ns").GetInt64().ShouldBe(ofAll.GetProperty("ns").GetInt64());
        }
    }

    [Fact]
    public async Task Stats_OfAll_ListsEveryComponentFromZero()
    {
        using var folder = new ManifestFolder().Add("tests", "b", TestModels.PathOf("sum")).Add("tests", "a", TestModels.PathOf("sum"));
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), TestContext.Current.CancellationToken);

        var all = (await RawRequest.Get("/v2/models/stats").SendAsync(host.InternalUrl)).ShouldBeOk().Json.GetProperty("model_stats");

        all.EnumerateArray().Select(stats => stats.GetProperty("name").GetString()).ShouldBe(["tests.a", "tests.b"]);
        all.EnumerateArray().ShouldAllBe(stats => stats.GetProperty("inference_count").GetInt64() == 0 && stats.GetProperty("last_inference").GetInt64() == 0);
    }

    private static long Count(JsonElement stats, string part) => stats.GetProperty("inference_stats").GetProperty(part).GetProperty("count").GetInt64();

    private static double Nanoseconds(JsonElement stats, string part) => stats.GetProperty("inference_stats").GetProperty(part).GetProperty("ns").GetInt64();

    private static async Task<JsonElement> StatsAsync(HostProcess host, string target) =>
        (await RawRequest.Get(target).SendAsync(host.InternalUrl)).ShouldBeOk().Json.GetProperty("model_stats")[0];
}
