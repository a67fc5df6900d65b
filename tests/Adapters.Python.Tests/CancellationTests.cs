using System.Diagnostics;
using System.Globalization;
using Inference.Adapters.Conformance;
using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.Python.Tests;

/// <summary>Requests that nobody waits for any more.</summary>
public class CancellationTests : ScriptTests, IDisposable
{
    // 100 ms are promised for a free slot; a new worker has to start too, on a busy machine
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private readonly TempFolder folder = new();

    private string File => folder["file"];

    [Fact]
    public Task Deadline_Passed_InterruptsTheFunction() => TimeBound.IsKeptOnceAsync(Soon, InterruptedAsync);

    private async Task<TimeSpan> InterruptedAsync()
    {
        await using var function = await LoadAsync();
        var process = await function.ProcessAsync();

        System.IO.File.Delete(File);

        var took = await TimeOutAsync(function, $"import time\ntry:\n    while True: time.sleep(60)\nfinally:\n    open('{File}', 'w').close()");

        (await function.ProcessAsync()).ShouldBe(process);
        System.IO.File.Exists(File).ShouldBeTrue();
        function.Events.Ends.ShouldBeEmpty();
        return took;
    }

    [Theory]
    [InlineData("import time\nwhile True:\n    try: time.sleep(60)\n    except KeyboardInterrupt: pass")]
    [InlineData("import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)")]
    [InlineData("sum(range(10**12))")]
    [InlineData("import os, signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\nwhile True: pass")]
    [InlineData("os.kill(os.getpid(), 19)")]
    public Task Deadline_PassedAndTheInterruptIgnored_EndsTheProcess(string lines) => TimeBound.IsKeptOnceAsync(Soon, () => KilledAsync(lines));

    private async Task<TimeSpan> KilledAsync(string lines)
    {
        await using var function = await LoadAsync();
        var process = await function.ProcessAsync();

        var late = await TimeOutAsync(function, lines);
        var ended = Stopwatch.StartNew();
        await Condition.HoldsAsync(() => !function.Events.Ends.IsEmpty, () => "not ended");
        var after = ended.Elapsed;

        var (reason, message) = function.Events.Ends.ShouldHaveSingleItem();
        reason.ShouldBe("timeout");
        message.ShouldBe("the worker process was ended: its request was over the requestTimeout and did not stop when interrupted");
        (await function.ProcessAsync()).ShouldNotBe(process);
        return late > after ? late : after;
    }

    [Fact]
    public async Task Caller_Gone_IsWaitedForByTheWorkerWhileItCleansUp()
    {
        await using var function = await LoadAsync();
        var process = await function.ProcessAsync();
        using var request = Script.Request($"import time\ntry:\n    time.sleep(60)\nfinally:\n    time.sleep(0.3)\n    open('{File}', 'w').close()");

        await LeaveAsync(function, request, TimeSpan.FromSeconds(30));

        // the next one waits for that worker, which is not killed
        (await function.ProcessAsync()).ShouldBe(process);
        System.IO.File.Exists(File).ShouldBeTrue();
    }

    [Fact]
    public async Task Caller_GoneAndTheInterruptIgnored_IsKilledAtTheLimit()
    {
        await using var function = await LoadAsync();
        var process = await function.ProcessAsync();
        using var request = Script.Request("import time\nwhile True:\n    try: time.sleep(60)\n    except KeyboardInterrupt: pass");
        var began = TimeProvider.System.GetTimestamp();

        await LeaveAsync(function, request, TimeSpan.FromSeconds(1));
        (await function.ProcessAsync()).ShouldNotBe(process);

        TimeProvider.System.GetElapsedTime(began).ShouldBeInRange(TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
        function.Events.Ends.Single().Reason.ShouldBe("timeout");
    }

    [Fact]
    public async Task Caller_Gone_HearsNoSecondInterrupt()
    {
        await using var function = await LoadAsync();
        var lines = $"""
            import time
            count = 0
            end = time.monotonic() + 0.5
            open('{File}', 'w').close()
            while time.monotonic() < end:
                try: time.sleep(0.01)
                except KeyboardInterrupt: count += 1
            from functions import raw
            return raw([], count)
            """;
        using var request = Script.Request(lines);

        await LeaveAsync(function, request, TimeSpan.FromSeconds(30), () => System.IO.File.Exists(File));

        (await function.TextAsync("return str(model)")).ShouldBe("1");
    }

    [Fact]
    public async Task Caller_GoneBeforeTheFunctionIsCalled_StopsItAllTheSame()
    {
        await using var function = await LoadAsync();
        var process = await function.ProcessAsync();
        for (var round = 0; round < 50; round++)
        {
            using var request = Limited(Script.Request("import time\ntime.sleep(60)"), TimeSpan.FromSeconds(60));
            using var gone = new CancellationTokenSource();
            var running = function.Model.InferAsync(request, gone.Token);
            await gone.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(async () => await running);
            (await function.ProcessAsync()).ShouldBe(process);
        }
    }

    [Fact]
    public async Task Dispose_WhileAFunctionRuns_EndsIt()
    {
        var function = await LoadAsync();
        var process = await function.ProcessAsync();
        using var request = Script.Request("import time\nwhile True:\n    try: time.sleep(60)\n    except KeyboardInterrupt: pass");
        await LeaveAsync(function, request, TimeSpan.FromSeconds(60));

        await function.DisposeAsync();

        Directory.Exists($"/proc/{process}").ShouldBeFalse();
    }

    [Fact]
    public async Task Requests_CancelledAtRandomTimes_NeverTouchTheOthers()
    {
        await using var function = await LoadAsync(concurrency: 2);
        var until = Stopwatch.StartNew();
        var (kept, cancelled) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(caller => Task.Run(() => CallAsync(caller), TestContext.Current.CancellationToken)));

        kept.ShouldBeGreaterThan(100);
        cancelled.ShouldBeGreaterThan(50);
        function.Events.Ends.ShouldBeEmpty();

        async Task CallAsync(int caller)
        {
            var random = new Random(caller);
            for (var round = 0; until.Elapsed < TimeSpan.FromSeconds(3) || ((kept <= 100 || cancelled <= 50) && until.Elapsed < TimeSpan.FromSeconds(60)); round++)
            {
                var isLarge = random.Next(4) == 0;
                var values = Enumerable.Repeat((long)round, isLarge ? 10_000 : 10).ToArray();
                var busy = random.Next(3) switch { 0 => "", 1 => "import time\ntime.sleep(0.002)\n", _ => "sum(range(20000))\n" };
                using var request = Limited(
                    Script.Request(busy + "return [out('y', 'INT64', inputs[0]['data']), out('n', 'INT64', [len(inputs[0]['data'])])]", new NamedTensor("x", Requests.Longs(values))),
                    TimeSpan.FromSeconds(30));
                using var gone = new CancellationTokenSource();
                var isCancelled = random.Next(2) == 0;
                if (isCancelled)
                    gone.CancelAfter(TimeSpan.FromMicroseconds(random.Next(4_000)));
                try
                {
                    using var result = await function.Model.InferAsync(request, gone.Token);
                    result.Error.ShouldBeNull(caller.ToString(CultureInfo.InvariantCulture));
                    result.Outputs[0].Tensor.Values<long>().ToArray().ShouldBe(values);
                    result.Outputs[1].Tensor.Values<long>()[0].ShouldBe(values.Length);
                    Interlocked.Increment(ref kept);
                }
                catch (OperationCanceledException) when (isCancelled)
                {
                    Interlocked.Increment(ref cancelled);
                }
            }
        }
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs lines whose request is over its time after 200 ms; how much later the call ended.</summary>
    private static async Task<TimeSpan> TimeOutAsync(Script function, string lines)
    {
        var patience = TimeSpan.FromMilliseconds(200);
        using var request = Limited(Script.Request(lines), patience);
        using var late = new CancellationTokenSource(patience, TimeProvider.System);
        var began = TimeProvider.System.GetTimestamp();
        await Should.ThrowAsync<OperationCanceledException>(async () => await function.Model.InferAsync(request, late.Token));
        return TimeProvider.System.GetElapsedTime(began) - patience;
    }

    private static async Task LeaveAsync(Script function, InferenceRequest request, TimeSpan limit, Func<bool>? when = null)
    {
        using var gone = new CancellationTokenSource();
        var running = function.Model.InferAsync(Limited(request, limit), gone.Token).AsTask();
        if (when is not null)
            await Condition.HoldsAsync(when, () => "never came");
        else
            gone.CancelAfter(TimeSpan.FromMilliseconds(100));
        if (when is not null)
            await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await running);
    }

    private static InferenceRequest Limited(InferenceRequest request, TimeSpan limit) =>
        new() { Id = request.Id, Inputs = request.Inputs, Limit = Deadline.After(TimeProvider.System, limit) };
}
