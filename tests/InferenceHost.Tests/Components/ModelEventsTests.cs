using System.Buffers;
using System.Text;
using Inference.Telemetry.Metrics;
using Inference.Testing;
using InferenceHost.Components;
using Microsoft.Extensions.Logging;

namespace Inference.InferenceHost.Tests.Components;

/// <summary>What adapters tell, as it goes to the log; the form of the log is tested elsewhere.</summary>
public sealed class ModelEventsTests
{
    private readonly ManualClock clock = new();
    private readonly MetricRegistry metrics = new();
    private readonly RecordingLogger log = new();

    [Fact]
    public void Printed_ALine_IsLoggedWithTheComponent()
    {
        Events().Printed("hello");

        log.Records.ShouldBe([(LogLevel.Information, "tests.model printed: hello")]);
    }

    [Fact]
    public void Printed_ALongLine_IsCut()
    {
        Events().Printed(new string('a', 100_000));

        log.Records[0].Message.Length.ShouldBeLessThan(4200);
    }

    [Fact]
    public void Printed_AFlood_IsBoundAndCounted()
    {
        var events = Events();
        for (var i = 0; i < 5000; i++)
            events.Printed("again");
        log.Records.Count.ShouldBe(1000);

        events.TellDropped();
        events.TellDropped();
        log.Records[^1].ShouldBe((LogLevel.Warning, "tests.model printed 4000 lines more, which are not kept: it prints too much"));
        log.Records.Count.ShouldBe(1001);

        clock.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < 5000; i++)
            events.Printed("again");

        log.Records.Count.ShouldBe(1101);
    }

    [Fact]
    public void Printed_LongLines_CountForMore()
    {
        var events = Events();
        for (var i = 0; i < 1000; i++)
            events.Printed(new string('a', 4000));

        log.Records.Count.ShouldBeInRange(40, 60);
    }

    [Fact]
    public void Raised_WithARequest_NamesItAndKeepsTheEndOfTheTrace()
    {
        var events = Events();
        events.Raised("r1", new string('a', 100_000) + "\nValueError: the end");
        events.Raised(requestId: null, "Traceback");

        log.Records[0].ShouldBe((LogLevel.Error, "the code of component tests.model raised an error in request r1"));
        log.Records[1].ShouldBe((LogLevel.Error, "the code of component tests.model raised an error while it was loaded"));
        var trace = log.Fields[0]["traceback"].ShouldBeOfType<string>();
        trace.Length.ShouldBeLessThan(17_000);
        trace.ShouldEndWith("ValueError: the end");
    }

    [Fact]
    public void WorkerEnded_Always_IsCountedByReason()
    {
        Events().WorkerEnded("signal", "killed by signal 9");

        log.Records[0].ShouldBe((LogLevel.Warning, "a worker of component tests.model ended (signal) and is replaced: killed by signal 9"));
        var page = new ArrayBufferWriter<byte>();
        metrics.WriteTo(page);
        Encoding.UTF8.GetString(page.WrittenSpan).ShouldContain("inference_worker_restarts_total{component=\"tests.model\",reason=\"signal\"} 1");
    }

    private ModelEvents Events() => new ComponentEvents(log, metrics).OfModel("tests.model", new Statistics(), clock);
}
