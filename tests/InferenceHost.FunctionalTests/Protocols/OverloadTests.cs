using System.Diagnostics;
using System.Globalization;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Protocols;

/// <summary>More than a component can do: full queues, deadlines, callers who leave. A host of its own, since its figures are looked at.</summary>
public sealed class OverloadTests : IAsyncLifetime
{
    private const string Target = "/tests/slow/predict";
    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    private HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        const string common = "concurrency: 1\nwarmup: { enabled: false }\n";
        folder.Add("tests", "slow", TestModels.PathOf("slow"), common + "queue: { maxLength: 1 }");
        folder.Add("tests", "patient", TestModels.PathOf("slow"), common + "queue: { maxLength: 4, timeout: 100ms }");
        folder.Add("tests", "wide", TestModels.PathOf("echo-fp32"), common + "queue: { maxLength: 1 }");
        folder.Add("tests", "hasty", TestModels.PathOf("slow"), common + "requestTimeout: 200ms");
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = ["--repository-control"] }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task QueueFull_OneMore_Is429AndThePlaceIsFreeOnceACallerLeaves()
    {
        using var running = await OpenAsync("slow", 1);
        using var waiting = await OpenAsync("slow", 2);
        await QueueLengthAsync("slow", 1);

        var answer = (await PostAsync("slow", SlowModel.Quick)).ShouldBeProblem(429);
        answer.Header("Retry-After").ShouldBe("1");
        (await RawRequest.Post("/v2/models/slow/infer", SlowModel.Quick).SendAsync(Host.InternalUrl)).ShouldBeRefusal(429).Header("Retry-After").ShouldBe("1");

        running.Abort();
        waiting.Abort();
        await InFlightAsync("slow", 0);
        await QueueLengthAsync("slow", 0);
        (await PostAsync("slow", SlowModel.Quick)).ShouldBeOk();

        // both who left are counted, as nobody's failure: nothing is logged
        await Host.WaitForAsync(async () => (await Host.MetricsAsync()).Contains("""inference_requests_total{component="tests.slow",protocol="predict",status="499"} 2"""), TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Host.Errors.Lines.ShouldNotContain(line => line.Contains("LogFailed") || line.Contains("LogRefused"));
    }

    [Fact]
    public async Task Answers_NobodyReads_HoldNoPlaces()
    {
        // more than the sockets of both ends take
        var tensor = new byte[16 << 20];
        var head = $$"""{"inputs":[{"name":"x","datatype":"FP32","shape":[{{tensor.Length / sizeof(float)}}],"parameters":{"binary_data_size":{{tensor.Length}} } }],"parameters":{"binary_data_output":true} }""";
        var request = BinaryBody.Post("/v2/models/tests.wide/infer", head, tensor).ToBytes();
        const int more = 4;
        var readers = new List<RawConnection>();
        try
        {
            for (var i = 1; i <= more; i++)
            {
                readers.Add(await RawConnection.OpenAsync(Host.InternalUrl, TimeSpan.FromSeconds(60)));
                await readers[^1].SendAsync(request);
                await Host.WaitForAsync(async () => await Host.UnreadAnswersAsync() >= (long)i * tensor.Length, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            }

            await InFlightAsync("wide", 0);
            (await PostAsync("wide", """{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"data":[1.5]}]}""")).ShouldBeOk();
            foreach (var reader in readers)
                (await reader.ReadAsync()).ShouldNotBeNull().ShouldBeOk().Body.AsSpan()[^tensor.Length..].SequenceEqual(tensor).ShouldBeTrue();
            await Host.WaitForAsync(async () => await Host.UnreadAnswersAsync() == 0, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }

    [Fact]
    public async Task InFlight_OfAGenerationThatIsGone_IsCountedUntilItIsAnswered()
    {
        using var running = await OpenAsync("slow", 1);

        (await RawRequest.Post("/v2/repository/models/tests.slow/unload", "{}").SendAsync(Host.InternalUrl)).ShouldBeOk();
        (await PostAsync("slow", SlowModel.Quick)).ShouldBeProblem(503);

        (await Host.MetricsAsync()).ShouldContain("""inference_in_flight{component="tests.slow"} 1""");
        running.Abort();
        await InFlightAsync("slow", 0);
    }

    [Fact]
    public async Task QueueTimeout_SlotNeverFree_Is504()
    {
        using var running = await OpenAsync("patient", 1);
        RawResponse? answer = null;

        // a place in the queue is not yet the slot: the first quick ones may overtake
        await Host.WaitForAsync(async () => (answer = await PostAsync("patient", SlowModel.Quick)).Status != 200, TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        answer!.ShouldBeProblem(504).Json.GetProperty("detail").GetString()!.ShouldContain("queue.timeout");
    }

    [Fact]
    public async Task RequestTimeout_RunTakesLonger_Is504AndTheSlotIsFree()
    {
        var began = Stopwatch.StartNew();
        (await PostAsync("hasty", SlowModel.Endless)).ShouldBeProblem(504);
        (await RawRequest.Post("/v2/models/hasty/infer", SlowModel.Endless).SendAsync(Host.InternalUrl)).ShouldBeRefusal(504);
        began.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(390));
        (await PostAsync("hasty", SlowModel.Quick)).ShouldBeOk();
    }

    [Fact]
    public async Task TimeoutParameter_RunTakesLonger_Is504LongBeforeTheManifests()
    {
        var began = Stopwatch.StartNew();
        (await RawRequest.Post("/v2/models/slow/infer", SlowModel.EndlessWithTimeout(TimeSpan.FromMilliseconds(50))).SendAsync(Host.InternalUrl)).ShouldBeRefusal(504);
        began.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task BodyNotSent_RequestTimeout_Is408AndTheEndOfTheConnection()
    {
        using var connection = await RawConnection.OpenAsync(Host.PublicUrl);
        await connection.SendAsync("POST /tests/hasty/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"inputs\"");
        (await connection.ReadAsync()).ShouldNotBeNull().ShouldBeProblem(408).Header("Connection").ShouldBe("close");
        await InFlightAsync("hasty", 0);
    }

    /// <summary>Begins an endless request and waits until it has its place.</summary>
    private async Task<RawConnection> OpenAsync(string model, int inFlight)
    {
        var connection = await RawConnection.OpenAsync(Host.PublicUrl);
        await connection.SendAsync(RawRequest.Post(Target.Replace("slow", model, StringComparison.Ordinal), SlowModel.Endless).ToBytes());
        await InFlightAsync(model, inFlight);
        return connection;
    }

    private Task InFlightAsync(string model, int count) => GaugeAsync("inference_in_flight", model, count);

    private Task QueueLengthAsync(string model, int count) => GaugeAsync("inference_queue_length", model, count);

    private Task GaugeAsync(string name, string model, int count) =>
        Host.WaitForAsync(
            async () => (await Host.MetricsAsync()).Contains($$"""{{name}}{component="tests.{{model}}"} {{count.ToString(CultureInfo.InvariantCulture)}}"""),
            TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    private Task<RawResponse> PostAsync(string model, string body) => RawRequest.Post($"/tests/{model}/predict", body).SendAsync(Host.PublicUrl);
}
