using System.Text.Json;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Python;

/// <summary>Python components from their start to their end.</summary>
public sealed class PythonLifeTests
{
    private const string Body = """{"inputs":[]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_CodeThatChanges_IsLoadedAnewAndABrokenOneLeavesTheOldServing()
    {
        using var folder = new ManifestFolder().AddPython("versions", Version(1));
        await using var host = await StartAsync(folder);
        (await AnswerAsync(host, "versions")).ShouldBe("1");

        folder.PutPython("versions", Version(2));
        await host.WaitForAsync(async () => await AnswerAsync(host, "versions") == "2");
        folder.PutPython("versions", Version(3), before: "import no_such_module");
        await host.WaitForAsync(async () => (await StatusAsync(host, "versions")).Text("reason") == "ReloadFailed");

        (await StatusAsync(host, "versions")).Text("message").ShouldContain("no_such_module");
        (await StatusAsync(host, "versions")).Text("state").ShouldBe("ready");
        (await AnswerAsync(host, "versions")).ShouldBe("2");
        folder.Write("versions/no_such_module.py", "");
        await host.WaitForAsync(async () => await AnswerAsync(host, "versions") == "3");
        (await StatusAsync(host, "versions")).Text("message").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'")]
    [InlineData("def broken(:", "SyntaxError")]
    [InlineData("import os, sys; print('last words', file=sys.stderr, flush=True); os._exit(7)", "last words")]
    public async Task Serve_CodeThatCannotBeImported_FailsWithTheReasonAndTheRestRuns(string before, string message)
    {
        using var folder = new ManifestFolder().AddPython("good", Version(1)).AddPython("bad", Version(1), before: before);
        await using var host = await StartAsync(folder, untilReady: false);

        await host.WaitForAsync(async () => (await StatusAsync(host, "bad")).Text("state") == "failed");
        (await StatusAsync(host, "bad")).Text("message").ShouldContain(message);
        await host.WaitForAsync(async () => await AnswerAsync(host, "good") == "1");
        (await RawRequest.Post("/tests/bad/predict", Body).SendAsync(host.PublicUrl)).ShouldBeProblem(503).Header("Retry-After").ShouldBe("1");
        (await RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)).ShouldBeRefusal(503, "").Text.ShouldContain("tests.bad is failed");

        folder.PutPython("bad", Version(5));
        await host.WaitForAsync(async () => await AnswerAsync(host, "bad") == "5");
        (await RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)).ShouldBeOk();
    }

    [Fact]
    public async Task Serve_AWorkerThatCannotBeReplaced_FailsTheComponentUntilItCan()
    {
        using var data = new TempFolder();
        var broken = data["broken"];
        using var folder = new ManifestFolder().AddPython(
            "fragile", "os._exit(1) if inputs else None\nreturn [], model", before: $"import os\nif os.path.exists('{broken}'): raise RuntimeError('cannot start now')");
        await using var host = await StartAsync(folder);
        (await RawRequest.Post("/tests/fragile/predict", Body).SendAsync(host.PublicUrl)).ShouldBeOk();
        await File.WriteAllTextAsync(broken, "", Stop);
        (await RawRequest.Post("/tests/fragile/predict", """{"inputs":[{"name":"x","datatype":"str","data":"die"}]}""").SendAsync(host.PublicUrl)).ShouldBeProblem(500);

        await host.WaitForAsync(async () => (await StatusAsync(host, "fragile")).Text("reason") == "WorkersFailed");
        (await StatusAsync(host, "fragile")).Text("state").ShouldBe("failed");
        (await StatusAsync(host, "fragile")).Text("message").ShouldContain("RuntimeError: cannot start now");
        (await RawRequest.Post("/tests/fragile/predict", Body).SendAsync(host.PublicUrl)).ShouldBeProblem(503).Header("Retry-After").ShouldBe("1");
        (await RawRequest.Post("/v2/models/fragile/infer", Body).SendAsync(host.InternalUrl)).ShouldBeRefusal(503).Header("Retry-After").ShouldBe("1");
        (await RawRequest.Get("/v2/models/fragile/ready").SendAsync(host.InternalUrl)).Status.ShouldBe(503);
        (await RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)).Status.ShouldBe(503);
        var index = await RawRequest.Post("/v2/repository/index", "{}").SendAsync(host.InternalUrl);
        index.ShouldBeOk().Json[0].GetProperty("state").GetString().ShouldBe("UNAVAILABLE");
        index.Json[0].GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("cannot start now");

        File.Delete(broken);
        await host.WaitForAsync(async () => (await StatusAsync(host, "fragile")).Text("state") == "ready");
        (await RawRequest.Post("/tests/fragile/predict", Body).SendAsync(host.PublicUrl)).ShouldBeOk();
    }

    [Fact]
    public async Task Serve_TheDataFolderBesideTheCode_IsNoReasonToLoadAgain()
    {
        using var folder = new ManifestFolder();
        folder.Write("adapter.py", $"def inference(parameters, inputs, output_fields, model_key, model=None):\n    {Version(1)}");
        folder.Write("box/helper.py", "");
        folder.Write("a.yaml", """
            apiVersion: unified-platform.cs.hse.ru/v1
            kind: DataBox
            metadata: { name: box, namespace: tests }
            spec: { folder: { path: box } }
            ---
            apiVersion: unified-platform.cs.hse.ru/v1
            kind: MLComponent
            metadata: { name: settled, namespace: tests }
            spec:
              mlService: { inference: { entryPoint: { pythonFunction: adapter.inference } } }
              connectedBoxes: [ { name: box, path: /home/box, mountS3Box: { s3BoxName: box } } ]
            ---

            """ + ManifestFolder.Api("tests", "settled"));
        var start = new HostStart(folder.FullPath) { Options = PythonFolder.Options, Data = Path.Combine(folder.FullPath, "data") };
        await using var host = await HostProcess.StartAsync(start, Stop);

        (await AnswerAsync(host, "settled")).ShouldBe("1");
        folder.Write("box/helper.py", "# changed");
        await host.WaitForAsync(() => Task.FromResult(host.Events("LogLoaded").Count() == 2));
        host.Events("LogLoadFailed").ShouldBeEmpty();
    }

    [Fact]
    public async Task Serve_TwoComponents_RunAtTheSameTime()
    {
        using var data = new TempFolder();
        const string Meet = """
            open(os.path.join(here, mine), "w").close()
            while not os.path.exists(os.path.join(here, theirs)):
                time.sleep(0.005)
            return [{"name": "met", "datatype": "str", "data": theirs}], model
            """;
        using var folder = new ManifestFolder()
            .AddPython("one", Meet, before: $"import os, time\nhere, mine, theirs = '{data.FullPath}', 'one', 'other'")
            .AddPython("other", Meet, before: $"import os, time\nhere, mine, theirs = '{data.FullPath}', 'other', 'one'");
        await using var host = await StartAsync(folder);

        var answers = await Task.WhenAll(((string[])["one", "other"]).Select(name => RawRequest.Post($"/tests/{name}/predict", Body).SendAsync(host.PublicUrl)));

        answers.Select(answer => answer.Output("met").GetProperty("data").GetString()).ShouldBe(["other", "one"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stop_TheHostEnds_NothingOfItsWorkersIsLeft(bool killed)
    {
        using var temporary = new TempFolder();
        using var folder = new ManifestFolder().AddPython(
            "pids",
            "child = subprocess.Popen(['sleep', '1000'])\nreturn [{'name': 'pids', 'datatype': 'INT64', 'data': [os.getpid(), child.pid]}], model",
            "concurrency: 2",
            before: "import os, subprocess");
        var environment = new Dictionary<string, string?> { ["TMPDIR"] = temporary.FullPath, ["DOTNET_EnableDiagnostics"] = "0" };
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = PythonFolder.Options, Environment = environment }, Stop);
        var pids = new HashSet<long>();
        await host.WaitForAsync(async () =>
        {
            pids.UnionWith((await RawRequest.Post("/tests/pids/predict", Body).SendAsync(host.PublicUrl)).Data<long>("pids"));
            return pids.Count >= 4;
        });
        pids.ShouldAllBe(pid => IsAlive(pid));
        OpenFiles(pids).ShouldNotContain(file => file.StartsWith("/dev/shm") || file.StartsWith(temporary.FullPath));
        Directory.GetFileSystemEntries(temporary.FullPath).ShouldBeEmpty();

        if (killed)
            System.Diagnostics.Process.GetProcessById(host.Id).Kill();
        else
            (await host.StopAsync(Stop)).ShouldBe(0);

        await Condition.HoldsAsync(() => !pids.Any(IsAlive), () => $"still there: {string.Join(", ", pids.Where(IsAlive))}");
        Directory.GetFileSystemEntries(temporary.FullPath).ShouldBeEmpty();
    }

    private static Task<HostProcess> StartAsync(ManifestFolder folder, bool untilReady = true) =>
        HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = PythonFolder.Options, UntilReady = untilReady }, Stop);

    private static string Version(int version) => $$"""return [{"name": "version", "datatype": "str", "data": "{{version}}"}], model""";

    private static async Task<string?> AnswerAsync(HostProcess host, string component)
    {
        var answer = await RawRequest.Post($"/tests/{component}/predict", Body).SendAsync(host.PublicUrl);
        return answer.Status == 200 ? answer.Output("version").GetProperty("data").GetString() : null;
    }

    private static Task<JsonElement> StatusAsync(HostProcess host, string component) => host.StatusAsync("MLComponent", component);

    /// <summary>Whether there is such a process; one that has ended and waits to be taken is none.</summary>
    private static bool IsAlive(long pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<string> OpenFiles(IEnumerable<long> pids) =>
        from pid in pids
        from file in Directory.GetFileSystemEntries($"/proc/{pid}/fd")
        let target = new FileInfo(file).LinkTarget
        where target is not null
        select target;
}
