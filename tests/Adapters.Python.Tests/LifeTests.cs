using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Inference.Contracts;
using Inference.Testing;
using Microsoft.Win32.SafeHandles;

namespace Inference.Adapters.Python.Tests;

/// <summary>What workers have of the host, and that nothing is left of them.</summary>
public sealed partial class LifeTests : IDisposable
{
    private const string HostFolder = "INFERENCE_TEST_HOST_FOLDER";
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Worker_Always_HasAGroupOfItsOwn()
    {
        await using var function = await Script.LoadAsync();
        var process = await function.ProcessAsync();

        (await function.TextAsync("return str(os.getpgrp())")).ShouldBe(process.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Worker_Always_HasItsOwnDescriptorsAlone()
    {
        // one that would be passed on, as native libraries in the host may have them
        using var file = File.OpenHandle(folder.Write("file", ""));
        using var leaking = new SafeFileHandle(Duplicate((int)file.DangerousGetHandle()), ownsHandle: true);
        await using var function = await Script.LoadAsync(concurrency: 2);

        var targets = (await function.TextAsync("return '\\n'.join(os.readlink('/proc/self/fd/' + f) for f in os.listdir('/proc/self/fd') if os.path.lexists('/proc/self/fd/' + f))")).Split('\n');

        targets.Select(target => target.Split(':', ' ')[0]).Order(StringComparer.Ordinal)
            .ShouldBe(["/dev/null", "/memfd", "/memfd", "pipe", "pipe", "pipe", "pipe", "socket"]);
    }

    [Fact]
    public async Task Infer_WhoGotALargeAnswerIsBusyWithIt_TheWorkerAnswersOthers()
    {
        await using var function = await Script.LoadAsync();
        using var isOver = new ManualResetEventSlim();
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stop = TestContext.Current.CancellationToken;

        // as an answer is written: right where the result comes in
        var busy = Task.Run(
            async () =>
            {
                using var large = await function.RunAsync("return 'x' * 100_000");
                began.SetResult();
                isOver.Wait(stop);
            },
            stop);
        await began.Task.WaitAsync(stop);
        try
        {
            (await function.TextAsync("return 'next'")).ShouldBe("next");
        }
        finally
        {
            isOver.Set();
            await busy;
        }
    }

    [Fact]
    public async Task Worker_Ended_TakesWhatItStartedWithIt()
    {
        await using var function = await Script.LoadAsync();
        var child = await StartChildAsync(function);

        await function.ErrorAsync("os._exit(0)");

        await Condition.HoldsAsync(() => !Processes.AreAlive(child), () => $"{child} is alive");
    }

    [Fact]
    public async Task Dispose_Always_EndsWhatTheFunctionStarted()
    {
        var function = await Script.LoadAsync();
        var child = await StartChildAsync(function);
        Processes.AreAlive(child).ShouldBeTrue();

        await function.DisposeAsync();

        await Condition.HoldsAsync(() => !Processes.AreAlive(child), () => $"{child} is alive");
    }

    [Fact]
    public async Task Dispose_WhereAProcessLeftTheGroup_DoesNotWaitForIt()
    {
        var function = await Script.LoadAsync();

        // it holds the worker's output and, being a fork, its exchange
        var child = int.Parse(
            await function.TextAsync("import time\nr, w = os.pipe()\nif os.fork() == 0:\n    os.setsid()\n    os.write(w, str(os.getpid()).encode())\n    time.sleep(20)\n    os._exit(0)\nreturn os.read(r, 99).decode()"), CultureInfo.InvariantCulture);
        try
        {
            (await function.ErrorAsync("os._exit(5)")).Message.ShouldContain("exited with code 5");
            await function.ProcessAsync();
            await function.DisposeAsync();
        }
        finally
        {
            Process.GetProcessById(child).Kill();
        }
    }

    [Fact]
    public async Task Loads_InARow_LeaveNothing()
    {
        await CycleAsync();
        var (files, shared) = (Files().Length, Directory.GetFileSystemEntries("/dev/shm").Length);
        var temporary = Directory.GetFileSystemEntries(Path.GetTempPath(), "*inference-tensors*").Length;
        var processes = new List<int>();
        for (var cycle = 0; cycle < 10; cycle++)
            processes.AddRange(await CycleAsync());

        Processes.AreAlive([.. processes]).ShouldBeFalse();
        await Condition.HoldsAsync(() => Threads() == 0, () => $"{Threads()} threads are left");
        await Condition.HoldsAsync(() => Files().Length <= files, () => $"{files} files were open before: {string.Join(' ', Files())}");
        Directory.GetFileSystemEntries("/dev/shm").Length.ShouldBe(shared);
        Directory.GetFileSystemEntries(Path.GetTempPath(), "*inference-tensors*").Length.ShouldBe(temporary);

        static async Task<int[]> CycleAsync()
        {
            await using var function = await Script.LoadAsync(concurrency: 2);
            using var large = await function.RunAsync("return [out('y', 'UINT8', list(bytes(200000)))]");
            large.Error.ShouldBeNull();
            await function.ErrorAsync("os._exit(1)");
            return [await function.ProcessAsync(), await function.ProcessAsync()];
        }
    }

    [Fact]
    public async Task Host_Killed_TakesItsWorkersWithIt()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-explicit", "only", "-method", $"{typeof(LifeTests).FullName}.{nameof(HostThatIsKilled)}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Insert(0, typeof(LifeTests).Assembly.Location);
        start.Environment[HostFolder] = folder.FullPath;
        using var host = Process.Start(start)!;
        string[] files = [folder["call.pid"], folder["loop.pid"], folder["child.pid"]];
        try
        {
            await Condition.HoldsAsync(() => files.All(File.Exists), () => host.HasExited ? host.StandardOutput.ReadToEnd() : "it does not run");
        }
        finally
        {
            host.Kill();
        }

        await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        var processes = files.Select(file => int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture)).ToArray();
        await Condition.HoldsAsync(() => !Processes.AreAlive(processes), () => $"of {string.Join(' ', processes)} are left {string.Join(' ', processes.Where(process => Processes.AreAlive(process)))}");
    }

    /// <summary>The process that is killed above: its workers are in a call that never looks up, and in a loop that stops for nothing.</summary>
    [Fact(Explicit = true)]
    public async Task HostThatIsKilled()
    {
        if (Environment.GetEnvironmentVariable(HostFolder) is not { } shared)
            return;
        await using var function = await Script.LoadAsync(concurrency: 2);
        string Tell(string name, string process) => $"open('{shared}/{name}', 'w').write(str({process}))\nos.rename('{shared}/{name}', '{shared}/{name}.pid')\n";
        using var call = Script.Request(Tell("call", "os.getpid()") + "sum(range(10**15))");
        using var loop = Script.Request("import subprocess\nchild = subprocess.Popen(['sleep', '600'])\n" + Tell("child", "child.pid") + Tell("loop", "os.getpid()") + "while True:\n    try:\n        while True: pass\n    except BaseException: pass");
        await Task.WhenAll(function.Model.InferAsync(call, CancellationToken.None).AsTask(), function.Model.InferAsync(loop, CancellationToken.None).AsTask());
    }

    [Theory]
    [InlineData("x = b'x' * (400 << 20)\ntime.sleep(60)")]
    [InlineData("subprocess.run([sys.executable, '-c', 'x = b\"x\" * (400 << 20); import time; time.sleep(60)'])")]
    [InlineData("import numpy\nx = numpy.ones(50 << 20)\ntime.sleep(60)")]
    public async Task Memory_OverItsLimit_EndsTheWorkerAndSaysSo(string lines)
    {
        await using var function = await Script.LoadAsync(change: options => options with { MemoryLimit = 200 << 20 });
        await function.ProcessAsync();

        var error = await function.ErrorAsync("import subprocess, time\n" + lines);

        error.Code.ShouldBe(ErrorCode.ModelFailed);
        error.Message.ShouldMatch(@"^the worker process was ended: it used \d+ MiB of memory, more than its limit of 200 MiB \(resourceLimits.memory\) while it ran the function$");
        (await function.TextAsync("return 'well'")).ShouldBe("well");
        function.Events.Ends.Single().Reason.ShouldBe("memory");
    }

    [Fact]
    public async Task Workers_KilledAtRandomMoments_CostTheirOwnRequestsOnly()
    {
        const int Callers = 8, Workers = 4, Total = 3_000, Kills = 30;
        await using var function = await Script.LoadAsync(concurrency: Workers);
        var (next, answered, failed, killed) = (0, 0, 0, 0);
        var known = new System.Collections.Concurrent.ConcurrentDictionary<int, bool>();

        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(CallAsync, TestContext.Current.CancellationToken)).ToArray();
        await KillAsync();
        await Task.WhenAll(callers);

        (answered + failed).ShouldBe(Total);
        killed.ShouldBe(Kills);
        failed.ShouldBeLessThanOrEqualTo(killed);

        // whole again: each of them answers
        var processes = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => function.TextAsync("import time\ntime.sleep(0.5)\nreturn str(os.getpid())")));
        processes.ShouldBeUnique();
        function.Model.Fault.ShouldBeNull();

        async Task CallAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number <= Total)
            {
                // some of them long enough to be hit
                using var result = await function.RunAsync($"{(number % 10 == 0 ? "import time\ntime.sleep(0.01)\n" : "")}return [out('n', 'INT64', [{number}]), out('p', 'INT64', [os.getpid()])]");
                if (result.Error is { } error)
                {
                    error.Message.ShouldBe("the worker process was killed by SIGKILL (by another process, or by the system for want of memory) while it ran the function");
                    Interlocked.Increment(ref failed);
                    continue;
                }

                result.Outputs[0].Tensor.Values<long>()[0].ShouldBe(number);
                known.TryAdd((int)result.Outputs[1].Tensor.Values<long>()[0], true);
                Interlocked.Increment(ref answered);
            }
        }

        async Task KillAsync()
        {
            var random = new Random(1);
            while (killed < Kills)
            {
                var target = Volatile.Read(ref next) + random.Next(60);
                await Condition.HoldsAsync(() => Volatile.Read(ref next) >= Math.Min(target, Total), () => "no more requests");
                var living = known.Keys.Where(process => Processes.AreAlive(process)).ToArray();
                if (living.Length == 0)
                    continue;
                Process.GetProcessById(living[random.Next(living.Length)]).Kill();
                killed++;
            }
        }
    }

    public void Dispose() => folder.Dispose();

    private static async Task<int> StartChildAsync(Script function) =>
        int.Parse(await function.TextAsync("import subprocess\nreturn str(subprocess.Popen(['sleep', '600']).pid)"), CultureInfo.InvariantCulture);

    /// <summary>What of the kinds that connect a host and its workers is open.</summary>
    private static string[] Files() => [.. new DirectoryInfo("/proc/self/fd").GetFiles().Select(file => file.LinkTarget ?? "").Where(IsOfAWorker).Order(StringComparer.Ordinal)];

    private static bool IsOfAWorker(string target) =>
        target.StartsWith("pipe:", StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal) || target.StartsWith("/memfd:inference", StringComparison.Ordinal)
        || target.StartsWith("anon_inode:", StringComparison.Ordinal);

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Count(static task =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("python", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    });

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
