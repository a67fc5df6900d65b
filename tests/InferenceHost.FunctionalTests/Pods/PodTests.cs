using System.Diagnostics;
using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Pods;

/// <summary>A pod as far as the kernel makes it one: a host and the container of a Python component, which see only <c>work</c> and <c>exchange</c> of the data folder both.</summary>
public sealed class PodTests : IDisposable
{
    private const string Function = """
        '''Appends a model to a file, in capitals.

        :param inputs.x: the file
        :type inputs.x: FILE, optional
        :param outputs.y: the new file
        :type outputs.y: FILE, optional
        :param outputs.seen: what a function sees of its pod
        :type outputs.seen: dict
        '''
        def may_write(folder):
            try:
                open(os.path.join(folder, "x"), "w").close()
                return True
            except OSError:
                return False
        data = os.environ["DATA"]
        seen = {
            "user": [os.getuid(), os.getgid()], "parent": os.getppid(), "folder": os.getcwd(), "data": sorted(os.listdir(data)),
            "image": os.environ.get("OF_IMAGE"), "root": model_key.startswith(os.environ["INFERENCE_ROOT"]),
            "write": [may_write(folder) for folder in (os.path.dirname(model_key), data + "/work", data, "/", "/tmp", os.getcwd(), data + "/exchange")],
        }
        made = [{"name": "seen", "datatype": "dict", "data": seen}]
        if inputs:
            with open(inputs[0]["data"]) as given, open(model_key) as weights, open(output_fields[0]["data"], "w") as file:
                file.write(given.read().upper() + weights.read())
            made.append({"name": "y", "datatype": "FILE", "content_type": "text/plain", "data": output_fields[0]["data"]})
        return made, model
        """;

    private readonly ManifestFolder manifests = new();
    private readonly TempFolder pod = new();

    private string Data => pod["data"];

    private string Socket => pod["run/python.sock"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pod_OfTwoContainers_ExchangesFilesAndSeesNothingElse()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root makes containers");
        WriteManifests();
        await MakeFoldersAsync();
        await using var host = await StartHostAsync();
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "append")).Text("reason") == "AdapterNotReady");
        var waiting = await host.StatusAsync("MLComponent", "append");
        waiting.Text("state").ShouldBe("waiting");
        waiting.Text("message").ShouldContain($"the adapter container does not answer on {Socket}");
        (await RawRequest.Get("/v2/health/ready").SendAsync(host.InternalUrl)).ShouldBeRefusal(503, "").Text.ShouldContain("the adapter container does not answer");
        (await PredictAsync(host, "[]")).ShouldBeProblem(503).Text.ShouldNotContain(Socket);

        await using var launcher = await StartLauncherAsync();
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "append")).Text("state") == "ready");
        (await host.StatusAsync("MLComponent", "append")).Text("digest").Length.ShouldBe(64);
        (await RawRequest.Post("/tests/files/users/g/f", "text ").As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl)).Status.ShouldBe(201);

        var seen = (await PredictAsync(host, "[]")).Output("seen").GetProperty("data").ToString();
        seen.ShouldBe($$"""{"user":[10001,10001],"parent":1,"folder":"{{manifests.FullPath}}","data":["exchange","work"],"image":"yes","root":true,"write":[false,false,false,false,false,false,true]}""");
        var answer = await PredictAsync(host, """[{"name":"x","datatype":"FILE","data":"g/f"}]""", ""","output_fields":[{"name":"y","datatype":"FILE","data":"g/out"},{"name":"seen"}]""");
        answer.Output("y").GetProperty("data").GetString().ShouldBe("g/out");
        (await host.DownloadAsync("users/g/out")).Text.ShouldBe("TEXT of the model");
        File.Delete(Path.Combine(Data, "exchange", "x"));
        Directory.GetFiles(Path.Combine(Data, "exchange"), "*", SearchOption.AllDirectories).ShouldBeEmpty();

        (await host.StopAsync(Stop)).ShouldBe(0, host.Errors.ToString());
        Directory.GetFiles(Path.Combine(Data, "work", "models"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
        Directory.GetFileSystemEntries(pod["tmp"]).ShouldBeEmpty();
        launcher.HasExited.ShouldBeFalse();
    }

    public void Dispose()
    {
        pod.Dispose();
        manifests.Dispose();
    }

    private void WriteManifests()
    {
        manifests.AddPython(
            "append",
            Function,
            "fileExchange: { fileBox: io, inferenceFilesPath: /home/append/tmp }\nmodel: { modelBox: weights, modelPath: /home/append/weights/model.txt }",
            $"env: [ {{ name: DATA, value: {Data} }} ]\nconnectedBoxes: [ {{ name: io, copyS3Box: {{ s3BoxName: users }} }}, {{ name: weights, path: /home/append/weights, mountS3Box: {{ s3BoxName: weights }} }} ]",
            "import os");
        manifests.Write("files.yaml", FilesHost.Box("users", "s3DefaultStorage: {}") + FilesHost.Box("weights", "folder: { path: weights }") + FilesHost.FileApi + FilesHost.Users + FilesHost.Api("append", "closed", "basic: { credentials: people }"));
        manifests.Write("weights/model.txt", "of the model");
    }

    /// <summary>The pod's folders are its user's, and everything may be read.</summary>
    private async Task MakeFoldersAsync()
    {
        foreach (var folder in (string[])["data/work", "data/exchange", "run", "tmp"])
            Directory.CreateDirectory(pod[folder]);
        using var shell = Process.Start("sh", ["-c", "chown -R $1:$1 \"$2\"/* && chmod -R a+rX \"$2\" \"$3\"", "sh", PodContainers.User, pod.FullPath, manifests.FullPath]);
        await shell.WaitForExitAsync(Stop);
        shell.ExitCode.ShouldBe(0);
    }

    private async Task<HostProcess> StartHostAsync() => await HostProcess.StartAsync(
        new HostStart(manifests.FullPath)
        {
            Data = Data,
            Options = ["--python-socket", Socket],
            Before = await PodContainers.OfHostAsync(Data, Stop),
            Environment = new Dictionary<string, string?> { ["TMPDIR"] = pod["tmp"], ["HOME"] = null, ["USER"] = null, ["DOTNET_EnableDiagnostics"] = "0" },
            UntilReady = false,
        },
        Stop);

    private Task<LauncherProcess> StartLauncherAsync() =>
        LauncherProcess.StartAsync(Socket, manifests.FullPath, new Dictionary<string, string> { ["RUN"] = pod["run"], ["OF_IMAGE"] = "yes" }, PodContainers.OfAdapter(Data));

    private static Task<RawResponse> PredictAsync(HostProcess host, string inputs, string more = "") =>
        RawRequest.Post("/tests/closed/predict", $$"""{"inputs":{{inputs}}{{more}}}""").As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl);
}
