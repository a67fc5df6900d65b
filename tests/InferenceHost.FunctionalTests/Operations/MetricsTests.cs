using System.Globalization;
using System.Text.RegularExpressions;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Operations;

/// <summary><c>/metrics</c> of a host of its own, whose every request is counted here too.</summary>
public sealed partial class MetricsTests : IAsyncLifetime
{
    private const string Good = """{"inputs":[{"name":"a","datatype":"FP32","shape":[1],"data":[1]},{"name":"b","datatype":"FP32","shape":[1],"data":[2]}]}""";

    /// <summary>The names of the design, and whether what they count is there yet.</summary>
    private static readonly IReadOnlyDictionary<string, bool> Names = new Dictionary<string, bool>
    {
        ["inference_requests_total"] = true,
        ["inference_request_duration_seconds"] = true,
        ["inference_queue_duration_seconds"] = true,
        ["inference_run_duration_seconds"] = true,
        ["inference_in_flight"] = true,
        ["inference_queue_length"] = true,
        ["inference_unread_answer_bytes"] = true,
        ["inference_model_loads_total"] = true,
        ["inference_model_load_duration_seconds"] = true,
        ["inference_batch_size"] = false,
        ["inference_batch_released_total"] = false,
        ["inference_worker_restarts_total"] = false,
        ["inference_box_transfer_bytes_total"] = false,
    };

    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        folder.Add("tests", "sum", TestModels.PathOf("sum")).Add("tests", "other", TestModels.PathOf("sum")).Add("tests", "pick", TestModels.PathOf("pick"));
        folder.Add("tests", "broken", TestModels.PathOf("operator-unknown"));
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { UntilReady = false }, Stop);
        await Host.WaitForAsync(
            async () => (await RawRequest.Post("/v2/repository/index", """{"ready":true}""").SendAsync(Host.InternalUrl)).Json.GetArrayLength() == 3
                && (await PageAsync()).Contains("result=\"failure\""),
            TimeSpan.FromSeconds(60), Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Metrics_AfterRequests_CountThemRight()
    {
        await PostAsync(10, "/tests/sum/predict", Good, 200);
        await PostAsync(4, "/tests/sum/predict", "{", 400);
        await PostAsync(7, "/tests/sum/v2/models/sum/infer", Good, 200);
        await PostAsync(3, "/tests/sum/v2/models/tests.sum/infer", "{}", 400);
        await PostAsync(2, "/tests/pick/predict", """{"inputs":[{"name":"index","datatype":"INT64","data":[99]}]}""", 500);
        await PostAsync(1, "/tests/broken/predict", "{}", 503);
        await PostAsync(2, "/tests/nobody/predict", "{}", 404);
        await PostAsync(1, "/tests/sum/v2/models/nobody/infer", "{}", 404);

        await Host.WaitForAsync(async () => (await ValuesAsync()).GetValueOrDefault("""inference_request_duration_seconds_count{component="tests.sum",protocol="v2-rest"}""") == 10, TimeSpan.FromSeconds(20), Stop);
        var values = await ValuesAsync();

        values["""inference_requests_total{component="tests.sum",protocol="predict",status="200"}"""].ShouldBe(10);
        values["""inference_requests_total{component="tests.sum",protocol="predict",status="400"}"""].ShouldBe(4);
        values["""inference_requests_total{component="tests.sum",protocol="v2-rest",status="200"}"""].ShouldBe(7);
        values["""inference_requests_total{component="tests.sum",protocol="v2-rest",status="400"}"""].ShouldBe(3);
        values["""inference_requests_total{component="tests.pick",protocol="predict",status="500"}"""].ShouldBe(2);
        values["""inference_requests_total{component="tests.broken",protocol="predict",status="503"}"""].ShouldBe(1);
        values["""inference_requests_total{component="",protocol="predict",status="404"}"""].ShouldBe(2);
        values["""inference_requests_total{component="",protocol="v2-rest",status="404"}"""].ShouldBe(1);
        values.Keys.Count(key => key.StartsWith("inference_requests_total{")).ShouldBe(8);
        values["""inference_request_duration_seconds_count{component="tests.sum",protocol="predict"}"""].ShouldBe(14);
        values["""inference_run_duration_seconds_count{component="tests.sum"}"""].ShouldBe(17);
        values["""inference_queue_duration_seconds_count{component="tests.sum"}"""].ShouldBe(17);
        values["""inference_run_duration_seconds_count{component="tests.other"}"""].ShouldBe(0);
        values["""inference_run_duration_seconds_sum{component="tests.sum"}"""].ShouldBeInRange(0, values["""inference_request_duration_seconds_sum{component="tests.sum",protocol="predict"}"""] + 60);
        values["""inference_in_flight{component="tests.sum"}"""].ShouldBe(0);
        values["""inference_queue_length{component="tests.sum"}"""].ShouldBe(0);
        values["""inference_model_loads_total{component="tests.sum",result="success"}"""].ShouldBe(1);
        values["""inference_model_loads_total{component="tests.broken",result="failure"}"""].ShouldBe(1);
        values["""inference_model_load_duration_seconds_count{component="tests.sum"}"""].ShouldBe(1);
        values.ShouldNotContainKey("""inference_model_load_duration_seconds_count{component="tests.broken"}""");
    }

    [Fact]
    public async Task Metrics_Names_AreTheDesigns()
    {
        await PostAsync(1, "/tests/sum/predict", Good, 200);

        // counted once answered
        await Host.WaitForAsync(async () => (await PageAsync()).Contains("inference_requests_total{"), TimeSpan.FromSeconds(20), Stop);
        var page = await RawRequest.Get("/metrics").SendAsync(Host.InternalUrl);

        page.Header("Content-Type").ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        var families = Family().Matches(page.Text).Select(match => match.Groups["name"].Value).ToArray();
        families.Where(name => name.StartsWith("inference_")).ShouldBe(Names.Where(name => name.Value).Select(name => name.Key), ignoreOrder: true);
        families.ShouldBeUnique();
        families.ShouldContain("process_resident_memory_bytes");
        families.ShouldContain("process_cpu_seconds_total");
        families.ShouldContain("dotnet_gc_heap_size_bytes");
    }

    [Fact]
    public async Task Metrics_Page_IsAcceptedByPromtool()
    {
        if (Promtool.Path is null && Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(Promtool.Missing);
        Assert.SkipWhen(Promtool.Path is null, Promtool.Missing);
        await PostAsync(1, "/tests/sum/predict", Good, 200);
        await PostAsync(1, "/tests/sum/predict", "{", 400);

        var (exitCode, output) = await Promtool.CheckAsync(await PageAsync(), Stop);

        output.ShouldBe("");
        exitCode.ShouldBe(0);
    }

    [GeneratedRegex("^# TYPE (?<name>[a-z_]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Family();

    private async Task PostAsync(int times, string target, string body, int status)
    {
        using var connection = await RawConnection.OpenAsync(Host.PublicUrl);
        for (var i = 0; i < times; i++)
            (await connection.ExchangeAsync(RawRequest.Post(target, body))).Status.ShouldBe(status);
    }

    private async Task<string> PageAsync() => (await RawRequest.Get("/metrics").SendAsync(Host.InternalUrl)).ShouldBeOk().Text;

    private async Task<Dictionary<string, double>> ValuesAsync() =>
        (await PageAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
