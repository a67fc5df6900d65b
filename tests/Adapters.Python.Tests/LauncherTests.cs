using System.Globalization;
using System.Runtime.Versioning;
using Inference.Contracts;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.Adapters.Python.Tests;

/// <summary>Workers that a launcher starts, as in the container of a component's own image: what they have of it, and what becomes of them when it or the host goes.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LauncherTests : IDisposable
{
    private const string Gone = "the worker process was ended: the adapter container ended or restarted; its log and its status say why";
    private readonly TempFolder folder = new();

    private string Socket => folder["launcher.sock"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_Always_HasAGroupAndDescriptorsOfItsOwnAlone()
    {
        await using var launcher = await StartAsync();
        await using var function = await LoadAsync(concurrency: 2);
        await using var another = await LoadAsync();
        var process = await another.TextAsync("return str(os.getpid())");

        (await another.TextAsync("return '%d %d' % (os.getpgrp(), os.getppid())")).ShouldBe($"{process} {launcher.Id}");
        var targets = (await function.TextAsync("return '\\n'.join(os.readlink('/proc/self/fd/' + f) for f in os.listdir('/proc/self/fd') if os.path.lexists('/proc/self/fd/' + f))")).Split('\n');
        targets.Select(target => target.Split(':', ' ')[0]).Order(StringComparer.Ordinal).ShouldBe(["/dev/null", "/memfd", "/memfd", "pipe", "pipe", "pipe", "pipe", "socket"]);
    }

    [Fact]
    public async Task Worker_Always_HasTheContainersEnvironmentAndTheComponentsOverIt()
    {
        await using var launcher = await StartAsync(new Dictionary<string, string> { ["OF_IMAGE"] = "image", ["OF_BOTH"] = "image" });
        await using var function = await LoadAsync(source: source => source with { Environment = new Dictionary<string, string> { ["OF_BOTH"] = "component é", ["OF_COMPONENT"] = "1\n2" } });
        Environment.SetEnvironmentVariable("OF_HOST", "host");

        (await function.TextAsync("return repr([os.environ.get(name) for name in ('OF_IMAGE', 'OF_BOTH', 'OF_COMPONENT', 'OF_HOST')])")).ShouldBe("['image', 'component é', '1\\n2', None]");
        (await function.TextAsync("return os.getcwd() + ' ' + sys.path[0]")).ShouldBe($"{Functions.Folder} {Functions.Folder}");
    }

    [Fact]
    public async Task Worker_Prints_ReachesTheHostsLogAndNotTheContainers()
    {
        await using var launcher = await StartAsync();
        await using var function = await LoadAsync();

        await function.TextAsync("print('a line'); print('another', file=sys.stderr); return ''");

        await Condition.HoldsAsync(() => function.Events.Lines.Count == 2, () => string.Join(' ', function.Events.Lines));
        function.Events.Lines.ShouldBe(["a line", "another"], ignoreOrder: true);
        launcher.Output.Lines.ShouldBeEmpty();
        launcher.Errors.Lines.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Dispose_Always_EndsTheWorkersAndWhatTheyStarted()
    {
        await using var launcher = await StartAsync();
        var function = await LoadAsync();
        var worker = await function.ProcessAsync();
        var child = await StartChildAsync(function);

        await function.DisposeAsync();

        Processes.AreAlive(worker).ShouldBeFalse();
        await Condition.HoldsAsync(() => !Processes.AreAlive(child), () => $"{child} is alive");
        launcher.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Worker_Killed_TakesWhatItStartedWithItAndIsReplaced()
    {
        await using var launcher = await StartAsync();
        await using var function = await LoadAsync();
        var child = await StartChildAsync(function);

        (await function.ErrorAsync("os.kill(os.getpid(), 9)")).Message.ShouldStartWith("the worker process was killed by SIGKILL");

        await Condition.HoldsAsync(() => !Processes.AreAlive(child), () => $"{child} is alive");
        (await function.TextAsync("return 'well'")).ShouldBe("well");
        function.Events.Ends.ShouldHaveSingleItem().Reason.ShouldBe("signal");
    }

    [Fact]
    public async Task Launcher_Killed_EndsItsWorkersAndTheNextOneHasNewOnes()
    {
        await using var launcher = await StartAsync();
        await using var function = await LoadAsync(concurrency: 2);
        var worker = await function.ProcessAsync();
        var child = await StartChildAsync(function);
        using var request = Script.Request("import time\nopen('" + folder["begun"] + "', 'w').close()\ntime.sleep(60)");
        var running = function.RunAsync(request);
        await Condition.HoldsAsync(() => File.Exists(folder["begun"]), () => "it does not run");

        await launcher.KillAsync();

        (await running).Error.ShouldNotBeNull().Message.ShouldBe($"{Gone} while it ran the function");
        await Condition.HoldsAsync(() => !Processes.AreAlive(worker, child), () => "alive");
        await Condition.HoldsAsync(() => function.Model.Fault is not null, () => "no fault");
        function.Model.Fault!.Message.ShouldStartWith($"the adapter container does not answer on {Socket}: ");
        (await function.ErrorAsync("return ''")).Code.ShouldBe(ErrorCode.ModelNotReady);

        await using var next = await StartAsync();
        await Condition.HoldsAsync(() => function.Model.Fault is null, () => function.Model.Fault!.Message);
        (await function.TextAsync("return 'well'")).ShouldBe("well");
    }

    [Fact]
    public async Task Launcher_ToldToEnd_WaitsForItsLastWorker()
    {
        await using var launcher = await StartAsync();
        var function = await LoadAsync();

        launcher.Terminate();

        // whoever dies meanwhile is replaced
        (await function.ErrorAsync("os._exit(3)")).Message.ShouldContain("exited with code 3");
        (await function.TextAsync("return 'well'")).ShouldBe("well");
        launcher.HasExited.ShouldBeFalse();
        await function.DisposeAsync();
        (await launcher.WaitForExitAsync(Stop)).ShouldBe(0, launcher.Errors.ToString());
    }

    [Fact]
    public async Task Hindrance_WithoutALauncher_SaysWhatMayBeTheMatter()
    {
        var loader = new PythonModelLoader(Elsewhere(Functions.Options("functions.body")), TimeProvider.System);
        var nothing = loader.Hindrance.ShouldNotBeNull();
        nothing.Code.ShouldBe(ErrorCode.ModelNotReady);
        nothing.Message.ShouldBe($"the adapter container does not answer on {Socket}: it is starting or restarting, or its image has no python3 of version 3.9 or later, which its log says then");
        (await loader.LoadAsync(Functions.Source(), Stop)).TryGet(out _, out var error).ShouldBeFalse();
        error!.Code.ShouldBe(ErrorCode.ModelNotReady);
        error.Message.ShouldBe(nothing.Message);

        // one that was killed leaves its socket's file
        await using (var launcher = await StartAsync())
            loader.Hindrance.ShouldBeNull();
        File.Exists(Socket).ShouldBeTrue();
        loader.Hindrance.ShouldNotBeNull().Message.ShouldBe(nothing.Message);

        await using var next = await StartAsync();
        loader.Hindrance.ShouldBeNull();
        File.GetUnixFileMode(Socket).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        Directory.GetFileSystemEntries(folder.FullPath).ShouldBe([Socket]);
    }

    [Fact]
    public async Task Load_AFunctionThatIsNotThere_SaysWhere()
    {
        await using var launcher = await StartAsync();

        (await FailAsync(Functions.Options("functions.body") with { CodeFolder = "nowhere" })).Message.ShouldContain($"ImportError: the folder {Path.Combine(Functions.Folder, "nowhere")} (pythonPath) does not exist");
        (await FailAsync(Functions.Options("no_such_module.run") with { CodeFolder = "." })).Message.ShouldBe(
            "no_such_module.run could not be imported: ModuleNotFoundError: No module named 'no_such_module' (by the python3 of the adapter container)");
    }

    [Fact]
    public async Task Load_OfAnotherUser_IsRefused()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root starts a launcher as another user");
        File.SetUnixFileMode(folder.FullPath, (UnixFileMode)0x1ff);
        await using var launcher = await LauncherProcess.StartAsync(Socket, "/", environment: null, "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

        (await FailAsync(Functions.Options("functions.body"))).Message.ShouldBe("both containers must run as the same user: the host is user 0, and the adapter container user 65534");
        (await launcher.Errors.FindAsync(line => line.Contains("user 0 is refused", StringComparison.Ordinal), TimeSpan.FromSeconds(20), Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_WithAnOldPython_SaysWhichIsNeeded()
    {
        const string Old = "import sys, runpy; sys.version_info = (3, 8, 1); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')";
        await using var launcher = LauncherProcess.Start([Functions.Interpreter, "-c", Old, LauncherProcess.Script, Socket], "/");

        (await launcher.WaitForExitAsync(Stop)).ShouldBe(1);
        (await launcher.Errors.FindAsync(line => line.StartsWith("launcher.py needs Python 3.9 or later, and ", StringComparison.Ordinal), TimeSpan.FromSeconds(20), Stop)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Container_OfItsOwn_HasNothingButTheSocketAndLeavesNothing()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root makes a container");
        await using var launcher = await LauncherProcess.StartAsync(Socket, Functions.Folder, environment: null, "unshare", "--pid", "--mount", "--mount-proc", "--fork", "--kill-child");
        await using (var function = await LoadAsync(concurrency: 2))
        {
            // orphans are taken by the first process, which the launcher is
            (await function.TextAsync("return open('/proc/1/cmdline').read().split('\\0')[1]")).ShouldBe(LauncherProcess.Script);
            await function.ErrorAsync("import subprocess\nsubprocess.Popen(['sh', '-c', 'setsid sleep 0.1 & setsid sh -c \"sleep 0.2\" &'])\nos._exit(4)");
            const string Others = "return ' '.join(p for p in os.listdir('/proc') if p.isdigit() and b'sleep' in open('/proc/%s/stat' % p, 'rb').read())";
            await Condition.HoldsAsync(async () => (await function.TextAsync(Others)).Length == 0, () => "orphans are left");
            using var large = await function.RunAsync("return [out('y', 'UINT8', list(bytes(200000)))]");
            large.Error.ShouldBeNull();
            large.Outputs[0].Tensor.Values<byte>().Length.ShouldBe(200000);
            function.Events.Ends.ShouldHaveSingleItem().Message.ShouldBe("the worker process exited with code 4");
        }

        await launcher.KillAsync();
    }

    public void Dispose() => folder.Dispose();

    private Task<LauncherProcess> StartAsync(IReadOnlyDictionary<string, string>? environment = null) => LauncherProcess.StartAsync(Socket, Functions.Folder, environment);

    private PythonOptions Elsewhere(PythonOptions options) => options with { LauncherSocket = Socket, WorkingFolder = "" };

    private Task<Script> LoadAsync(int concurrency = 1, Func<ModelSource, ModelSource>? source = null) =>
        Script.LoadAsync(concurrency, change: options => Elsewhere(options) with { CodeFolder = "." }, source: source);

    private async Task<InferenceError> FailAsync(PythonOptions options)
    {
        (await new PythonModelLoader(Elsewhere(options), TimeProvider.System).LoadAsync(Functions.Source(), Stop)).TryGet(out _, out var error).ShouldBeFalse();
        return error!;
    }

    private static async Task<int> StartChildAsync(Script function) =>
        int.Parse(await function.TextAsync("import subprocess\nreturn str(subprocess.Popen(['sleep', '600']).pid)"), CultureInfo.InvariantCulture);
}
