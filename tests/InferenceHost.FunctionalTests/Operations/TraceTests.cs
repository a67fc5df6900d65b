using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Operations;

/// <summary>Spans of a host that was told of a collector.</summary>
public sealed class TraceTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = "00f067aa0ba902b7";
    private const string Good = """{"inputs":[{"name":"x","datatype":"INT8","shape":[1],"data":[1]}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_WithTraceparent_AreContinuedBySpansOfRequestQueueAndRun()
    {
        var spans = await CollectAsync(
            async host =>
            {
                (await RawRequest.Post("/tests/echo/predict", Good).With("traceparent", $"00-{Trace}-{Parent}-01").With("tracestate", "x=y").SendAsync(host.PublicUrl)).ShouldBeOk();
                (await RawRequest.Post("/v2/models/echo/infer", Good).With("traceparent", $"00-{Trace}-{Parent}-01").SendAsync(host.InternalUrl)).ShouldBeOk();
            });

        spans.Select(span => span.Name).ShouldBe(["infer", "predict", "queue", "queue", "run", "run"], ignoreOrder: true);
        spans.ShouldAllBe(span => span.Trace == Trace);
        foreach (var request in spans.Where(span => span.Name is "predict" or "infer"))
        {
            request.Parent.ShouldBe(Parent);
            spans.Where(span => span.Parent == request.Id).Select(span => span.Name).ShouldBe(["queue", "run"], ignoreOrder: true);
        }

        spans.Select(span => span.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task Requests_WithoutTraceparent_BeginTracesOfTheirOwn()
    {
        var spans = await CollectAsync(async host =>
        {
            for (var i = 0; i < 3; i++)
                (await RawRequest.Post("/tests/echo/predict", Good).SendAsync(host.PublicUrl)).ShouldBeOk();
        });

        spans.Count.ShouldBe(9);
        spans.Select(span => span.Trace).Distinct().Count().ShouldBe(3);
        spans.Count(span => span.Parent.Length == 0).ShouldBe(3);
    }

    [Fact]
    public async Task Requests_RefusedOrNotSampled_HaveOneSpanOrNone()
    {
        var spans = await CollectAsync(async host =>
        {
            (await RawRequest.Post("/tests/echo/predict", "{").SendAsync(host.PublicUrl)).Status.ShouldBe(400);
            (await RawRequest.Post("/tests/echo/predict", Good).With("traceparent", $"00-{Trace}-{Parent}-00").SendAsync(host.PublicUrl)).ShouldBeOk();
        });

        spans.ShouldHaveSingleItem().Name.ShouldBe("predict");
    }

    [Fact]
    public async Task Collector_Gone_RequestsAreServedAndTheHostStops()
    {
        using var folder = Folder();
        await using var host = await StartAsync(folder, "http://127.0.0.1:9");
        for (var i = 0; i < 20; i++)
            (await RawRequest.Post("/tests/echo/predict", Good).SendAsync(host.PublicUrl)).ShouldBeOk();
        (await host.StopAsync(Stop)).ShouldBe(0, host.Errors.ToString());
    }

    private static ManifestFolder Folder() => new ManifestFolder().Add("tests", "echo", TestModels.PathOf("echo-int8"));

    private static Task<HostProcess> StartAsync(ManifestFolder folder, string endpoint) =>
        HostProcess.StartAsync(
            new HostStart(folder.FullPath)
            {
                Environment = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" },
            },
            Stop);

    /// <summary>All spans of a host that did this and stopped.</summary>
    private static async Task<IReadOnlyList<OtlpSpan>> CollectAsync(Func<HostProcess, Task> act)
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var folder = Folder();
        await using var host = await StartAsync(folder, collector.Endpoint);
        await act(host);
        (await host.StopAsync(Stop)).ShouldBe(0, host.Errors.ToString());
        return collector.Spans;
    }
}
