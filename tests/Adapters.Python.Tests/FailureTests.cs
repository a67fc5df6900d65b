using Inference.Adapters.Conformance;
using Inference.Contracts;
using Inference.Testing;

namespace Inference.Adapters.Python.Tests;

/// <summary>What goes wrong in a function costs its request, and nothing else.</summary>
public class FailureTests : ScriptTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("raise ValueError('no é 😀')", "ValueError: no é 😀")]
    [InlineData("raise ValueError", "ValueError")]
    [InlineData("raise ValueError('a\\nb')", "ValueError: a\nb")]
    [InlineData("raise ValueError('half \\ud800')", "ValueError: half \\ud800")]
    [InlineData("return {}['key']", "KeyError: 'key'")]
    [InlineData("class Own(Exception):\n    def __str__(self): raise TypeError\nraise Own", "Own: (its message cannot be read)")]
    [InlineData("class Own(Exception):\n    def __str__(self): raise KeyboardInterrupt\nraise Own", "Own: (its message cannot be read)")]
    [InlineData("class Own(Exception):\n    def __str__(self): os._exit\nraise Own", "Own: (its message cannot be read)")]
    [InlineData("class Own(BaseException): pass\nraise Own(1)", "Own: 1")]
    [InlineData("raise KeyboardInterrupt", "KeyboardInterrupt")]
    [InlineData("raise GeneratorExit(2)", "GeneratorExit: 2")]
    [InlineData("def f(): f()\nf()", "RecursionError: maximum recursion depth exceeded")]
    [InlineData("raise MemoryError", "MemoryError")]
    [InlineData("return bytearray(1 << 62)", "MemoryError")]
    [InlineData("import nothing_like_it", "ModuleNotFoundError: No module named 'nothing_like_it'")]
    [InlineData("import signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(1)", "Interrupted")]
    [InlineData("class D(dict):\n    def get(self, *_): raise ValueError('late')\nreturn [D()]", "ValueError: late")]
    [InlineData("class S:\n    def __array__(self): raise ValueError('late')\nreturn [out('y', 'FP32', S())]", "ValueError: late")]
    public async Task Exception_Raised_IsToldWithTypeAndMessage(string lines, string expected)
    {
        await using var function = await LoadAsync();
        var process = await function.ProcessAsync();

        var error = await function.ErrorAsync(lines);

        error.Code.ShouldBe(ErrorCode.ModelFailed);
        error.Message.ShouldStartWith(expected);
        error.Message.ShouldNotContain("Traceback");
        (await function.ProcessAsync()).ShouldBe(process);
        function.Events.Ends.ShouldBeEmpty();
    }

    [Fact]
    public async Task Exception_Raised_ItsTraceGoesToTheLogWithTheRequest()
    {
        await using var function = await LoadAsync();
        using var request = Script.Request("def inner(): raise ValueError('x')\ninner()");
        using var named = new InferenceRequest { Id = "request 7", Inputs = request.Inputs };

        using var result = await function.RunAsync(named);

        result.Error!.Message.ShouldBe("ValueError: x");
        var (id, details) = function.Events.Raises.ShouldHaveSingleItem();
        id.ShouldBe("request 7");
        details.ShouldStartWith("Traceback (most recent call last):");
        details.ShouldContain("in inner");
        details.ShouldContain("ValueError: x");
        details.ShouldNotContain("worker.py");
    }

    [Theory]
    [InlineData("class InvalidInput(Exception): pass\nraise InvalidInput('the table has no column x')", "the table has no column x")]
    [InlineData("class InvalidInput(ValueError): pass\nclass NoImage(InvalidInput): pass\nraise NoImage('no image')", "no image")]
    [InlineData("class InvalidInput(Exception): pass\nraise InvalidInput", "the function does not take this input")]
    public async Task InvalidInput_Raised_IsTheCallersFault(string lines, string expected)
    {
        await using var function = await LoadAsync();

        var error = await function.ErrorAsync(lines);

        error.Code.ShouldBe(ErrorCode.InvalidInput);
        error.Message.ShouldBe(expected);
        function.Events.Raises.ShouldBeEmpty();
        (await function.ErrorAsync("class InvalidInputs(Exception): pass\nraise InvalidInputs('x')")).Code.ShouldBe(ErrorCode.ModelFailed);
    }

    [Fact]
    public async Task Exception_WithAHugeMessage_IsCut()
    {
        await using var function = await LoadAsync();

        var error = await function.ErrorAsync("raise ValueError('é' * 10_000_000)");

        error.Message.Length.ShouldBeInRange(1_000, 3_000);
        function.Events.Raises.Single().Details.Length.ShouldBeLessThan(64 * 1024);
    }

    [Fact]
    public async Task Exception_WithAChainOfOthers_IsToldWithItsCauses()
    {
        await using var function = await LoadAsync();

        await function.ErrorAsync("try:\n    1 / 0\nexcept Exception as e:\n    raise ValueError('v') from e");

        function.Events.Raises.Single().Details.ShouldContain("ZeroDivisionError");
    }

    [Theory]
    [InlineData("sys.exit(3)", "exited with code 3", "exit")]
    [InlineData("sys.exit()", "exited with code 0", "exit")]
    [InlineData("sys.exit('why')", "exited with code 1", "exit")]
    [InlineData("import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()\nsys.exit(4)", "exited with code 4", "exit")]
    [InlineData("os._exit(0)", "exited with code 0", "exit")]
    [InlineData("os.abort()", "killed by SIGABRT", "signal")]
    [InlineData("import ctypes\nctypes.string_at(0)", "killed by SIGSEGV (segmentation fault)", "signal")]
    [InlineData("os.kill(os.getpid(), 9)", "killed by SIGKILL (by another process, or by the system for want of memory)", "signal")]
    [InlineData("os.kill(os.getpid(), 15)", "killed by SIGTERM", "signal")]
    [InlineData("os.killpg(0, 9)", "killed by SIGKILL", "signal")]
    [InlineData("os.kill(os.getpid(), 40)", "killed by signal 40", "signal")]
    public Task Death_WhileItRuns_FailsThatRequestAndSaysHow(string lines, string expected, string reason) =>
        TimeBound.IsKeptOnceAsync(Soon, () => DieAsync(lines, expected, reason));

    private async Task<TimeSpan> DieAsync(string lines, string expected, string reason)
    {
        await using var function = await LoadAsync();
        var process = await function.ProcessAsync();
        using (var ahead = await function.RunAsync("print('ready', flush=True)"))
            ahead.Error.ShouldBeNull();
        var began = TimeProvider.System.GetTimestamp();

        var error = await function.ErrorAsync(lines);
        var other = await function.ProcessAsync();
        var took = TimeProvider.System.GetElapsedTime(began);

        error.Code.ShouldBe(ErrorCode.ModelFailed);
        error.Message.ShouldStartWith($"the worker process ");
        error.Message.ShouldContain(expected);
        error.Message.ShouldEndWith("while it ran the function");
        other.ShouldNotBe(process);
        var (word, message) = function.Events.Ends.ShouldHaveSingleItem();
        word.ShouldBe(reason);
        message.ShouldContain(expected);

        // no back-off after a first success: an interpreter's start and an import
        return took;
    }

    [Fact]
    public async Task Death_OfSysExitWithWords_PrintsThem()
    {
        await using var function = await LoadAsync();

        await function.ErrorAsync("sys.exit('these words')");

        await Condition.HoldsAsync(() => function.Events.Lines.Contains("these words"), () => "not printed");
    }

    [Fact]
    public async Task Death_OfOneWorker_LeavesTheOthersRequestsAlone()
    {
        await using var function = await LoadAsync(concurrency: 2);
        var slow = function.TextAsync("import time\ntime.sleep(0.5)\nreturn 'done'");

        (await function.ErrorAsync("os._exit(1)")).Message.ShouldContain("exited with code 1");

        (await slow).ShouldBe("done");
    }

    [Fact]
    public async Task Death_BeforeAFirstAnswer_IsFollowedByABackOff()
    {
        await using var function = await LoadAsync();
        var began = TimeProvider.System.GetTimestamp();
        for (var death = 0; death < 4; death++)
            (await function.ErrorAsync("os._exit(1)")).Message.ShouldContain("exited with code 1");
        await function.ProcessAsync();

        // 0.1 + 0.2 + 0.4 + 0.8
        TimeProvider.System.GetElapsedTime(began).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.4));
        function.Events.Ends.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Death_OfALargeRequestsWorkerWhileItIsIdle_GivesTheRequestToAnother()
    {
        await using var function = await LoadAsync();
        for (var round = 0; round < 10; round++)
        {
            var process = await function.ProcessAsync();
            System.Diagnostics.Process.GetProcessById(process).Kill();

            // it may be dead, dying or its death unknown here; its successor answers in each case
            (await function.TextAsync("return str(len(inputs[0]['data']))", new NamedTensor("x", Requests.Floats(new float[300_000])))).ShouldBe("300000");
        }
    }
}
