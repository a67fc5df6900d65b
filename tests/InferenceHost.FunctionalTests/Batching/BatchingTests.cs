using System.Globalization;
using System.Text.Json;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Batching;

/// <summary>Components with <c>batching</c>, asked by many at once.</summary>
public sealed class BatchingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_ManyAtOnce_AreRunTogetherAndEachReadsItsOwnDigit()
    {
        using var folder = new ManifestFolder().Add("tests", "digits", TestModels.PathOf("digits"), "concurrency: 1\nbatching: { maxBatchSize: 16, maxDelay: 200ms }");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);

        var answers = await Task.WhenAll(Enumerable.Range(0, 160).Select(i => PredictAsync(host, i)));

        for (var i = 0; i < answers.Length; i++)
        {
            answers[i].ShouldBeOk().Data<long>("label").ShouldBe(Expected(i));
            answers[i].Json.GetProperty("id").GetString().ShouldBe($"r{i}");
        }

        var page = (await RawRequest.Get("/metrics").SendAsync(host.InternalUrl)).Text;
        var runs = Value(page, "inference_batch_size_count{component=\"tests.digits\"}");
        Value(page, "inference_batch_size_sum{component=\"tests.digits\"}").ShouldBe(Enumerable.Range(0, 160).Sum(Rows));
        runs.ShouldBeLessThan(80);
        page.Split('\n').Where(line => line.StartsWith("inference_batch_released_total{component=\"tests.digits\",reason=\"", StringComparison.Ordinal)).Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)).ShouldBe(runs);
        var stats = (await RawRequest.Get("/v2/models/digits/stats").SendAsync(host.InternalUrl)).Json.GetProperty("model_stats")[0];
        stats.GetProperty("execution_count").GetInt64().ShouldBe((long)runs);
        stats.GetProperty("inference_count").GetInt64().ShouldBe(Enumerable.Range(0, 160).Sum(Rows));
        var sizes = stats.GetProperty("batch_stats").EnumerateArray().ToArray();
        sizes.Sum(runs => Runs(runs, "compute_infer")).ShouldBe((long)runs);
        sizes.Sum(runs => runs.GetProperty("batch_size").GetInt64() * Runs(runs, "compute_infer")).ShouldBe(Enumerable.Range(0, 160).Sum(Rows), "the rows of all batches are the rows that were asked for");
        sizes[^1].GetProperty("batch_size").GetInt64().ShouldBeInRange(4, 16, "the largest is no smaller than the mean");
    }

    [Fact]
    public async Task Infer_MoreRowsThanABatchMayHave_IsRefusedAndSaysHowMany()
    {
        using var folder = new ManifestFolder().Add("tests", "digits", TestModels.PathOf("digits"), "batching: { maxBatchSize: 2 }");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath), Stop);

        var refused = await InferAsync(host, [0, 1, 2], "r");
        refused.Status.ShouldBe(400);
        refused.Text.ShouldContain("expected at most 2 rows (the batching.maxBatchSize of the component), got [3,64]");
        (await InferAsync(host, [3, 4], "r")).ShouldBeOk();
        (await RawRequest.Get("/v2/models/digits/config").SendAsync(host.InternalUrl)).Json.GetProperty("max_batch_size").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Start_AModelWithoutABatchAxis_FailsAndSaysWhatToDo()
    {
        using var folder = new ManifestFolder().Add("tests", "slow", TestModels.PathOf("slow"), "batching: { maxBatchSize: 2 }");
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { UntilReady = false }, Stop);

        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "slow")).Text("state") == "failed");

        (await host.StatusAsync("MLComponent", "slow")).Text("message").ShouldContain("spec.mlService.inference.batching: requests to this model cannot be joined");
    }

    private static Task<RawResponse> PredictAsync(HostProcess host, int i) => InferAsync(host, [.. Enumerable.Range(i, Rows(i))], $"r{i}");

    private static int Rows(int i) => 1 + (i % 3);

    private static long[] Expected(int i) => [.. Enumerable.Range(i, Rows(i)).Select(digit => Digit(digit).Label)];

    private static (long Label, float[] Image) Digit(int i) => HeldOutDigits.All[i % HeldOutDigits.All.Count];

    private static Task<RawResponse> InferAsync(HostProcess host, int[] digits, string id) => RawRequest.Post(
        "/v2/models/digits/infer",
        JsonSerializer.Serialize(new
        {
            id,
            inputs = new[] { new { name = "image", datatype = "FP32", shape = new[] { digits.Length, 64 }, data = digits.SelectMany(digit => Digit(digit).Image).ToArray() } },
            outputs = new[] { new { name = "label" } },
        })).SendAsync(host.InternalUrl);

    private static long Runs(JsonElement batch, string part) => batch.GetProperty(part).GetProperty("count").GetInt64();

    private static double Value(string page, string series) =>
        double.Parse(page.Split('\n').Single(line => line.StartsWith(series, StringComparison.Ordinal))[series.Length..], CultureInfo.InvariantCulture);
}
