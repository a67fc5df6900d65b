using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;
using Inference.Testing.S3;

namespace Inference.InferenceHost.FunctionalTests.Mounts;

/// <summary>Components of every kind with their files in an S3 store, and what they ask of it.</summary>
public sealed class MountKindTests(SharedStore shared)
{
    private static readonly string[] Quickly = ["--s3-poll", "200ms", .. PythonFolder.Options];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Onnx_InAPartOfTheBox_IsServed()
    {
        var store = await shared.GetAsync();
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, "team/nets/current/model.onnx", VersionModel.Of(3));
        await store.PutAsync(bucket, "team/model.onnx", VersionModel.Of(4));
        using var folder = new ManifestFolder().Write("a.yaml", Component("part", "nets/current") + FilesHost.Box("data", store.Place(bucket, "prefix: team")) + StoreServer.Keys());
        await using var host = await StartAsync(folder);

        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/part/predict") == 3);
    }

    [Fact]
    public async Task Python_ModelAndAnotherMount_AreSeenAtTheirPaths()
    {
        var store = await shared.GetAsync();
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, "users/dev/file_groups/models/net.txt", "the model"u8.ToArray());
        await store.PutAsync(bucket, "words/deep/list.txt", "the words"u8.ToArray());
        using var folder = new ManifestFolder();
        folder.PutPython(
            "reader",
            """
            words = os.path.join(os.environ["INFERENCE_ROOT"], "home/reader/words/deep/list.txt")
            return [{"name": "told", "datatype": "str", "data": open(model_key).read() + ", " + open(words).read()}], model
            """,
            before: "import os");
        folder.Write("a.yaml", """
            apiVersion: unified-platform.cs.hse.ru/v1
            kind: MLComponent
            metadata: { name: reader, namespace: tests }
            spec:
              mlService:
                inference:
                  model: { modelBox: weights, modelPath: /home/reader/weights/net.txt }
                  entryPoint: { pythonPath: reader, pythonFunction: adapter.inference }
              connectedBoxes:
                - { name: weights, path: /home/reader/weights, mountS3Box: { s3BoxName: data, subPath: users/dev/file_groups/models } }
                - { name: words, path: /home/reader/words, mountS3Box: { s3BoxName: data, subPath: words } }
            ---

            """ + ManifestFolder.Api("tests", "reader") + FilesHost.Box("data", store.Place(bucket, "prefix: ''")) + StoreServer.Keys());
        await using var host = await StartAsync(folder);
        await host.WaitForAsync(async () => await TellAsync(host) == "the model, the words");

        await store.PutAsync(bucket, "words/deep/list.txt", "other words"u8.ToArray());

        await host.WaitForAsync(async () => await TellAsync(host) == "the model, other words");
    }

    [Fact]
    public async Task DotNet_CodeAndModel_AreServed()
    {
        var store = await shared.GetAsync();
        var bucket = await store.NewBucketAsync();
        var sample = Path.Combine(Path.GetDirectoryName(Repository.Sample)!, "text-dotnet");
        foreach (var file in Directory.GetFiles(Path.Combine(sample, "box"), "*", SearchOption.AllDirectories))
            await store.PutAsync(bucket, Path.GetRelativePath(Path.Combine(sample, "box"), file), await File.ReadAllBytesAsync(file, Stop));
        using var folder = new ManifestFolder();
        foreach (var name in new[] { "api.yaml", "component.yaml" })
            folder.Write(name, await File.ReadAllTextAsync(Path.Combine(sample, name), Stop));
        folder.Write("box.yaml", (FilesHost.Box("language-data", store.Place(bucket, "prefix: ''")) + StoreServer.Keys()).Replace("namespace: tests", "namespace: samples", StringComparison.Ordinal));
        await using var host = await StartAsync(folder);
        await host.WaitUntilReadyAsync(TimeSpan.FromSeconds(60), Stop);

        var answer = await RawRequest.Post("/samples/language/predict", """{"inputs":[{"name":"text","datatype":"str","data":"Wo ist denn hier der Bahnhof?"}]}""").SendAsync(host.PublicUrl);

        answer.Status.ShouldBe(200, answer.Text);
        answer.Text.ShouldContain("\"language\":\"de\"");
    }

    [Fact]
    public async Task Components_OfOneBox_AskForEachObjectOnceAndARestartForNone()
    {
        var store = await shared.GetAsync();
        await using var proxy = StoreProxy.Start(store.Server.Address);
        var bucket = await store.NewBucketAsync();
        await store.PutAsync(bucket, "nets/model.onnx", VersionModel.Of(5));
        for (var i = 0; i < 20; i++)
            await store.PutAsync(bucket, $"nets/more/{i}", new byte[10_000 + i]);
        using var data = new TempFolder();
        using var folder = new ManifestFolder().Write("a.yaml",
            Component("one", "nets") + Component("two", "nets") + Component("all", "", "nets/model.onnx") + FilesHost.Box("data", store.Place(bucket, "prefix: ''", proxy.Address)) + StoreServer.Keys());
        await using (var first = await StartAsync(folder, data.FullPath))
        {
            await WaitForAllAsync(first);
            proxy.Bodies.Count().ShouldBe(21);
            (await first.StopAsync(Stop)).ShouldBe(0);
        }

        proxy.Forget();
        await using var second = await StartAsync(folder, data.FullPath);
        await WaitForAllAsync(second);

        proxy.Bodies.ShouldBeEmpty();
        proxy.Requests.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Model_UploadedThroughTheFileApi_IsLoaded()
    {
        var store = await shared.GetAsync();
        var bucket = await store.NewBucketAsync();
        using var folder = new ManifestFolder().Write("a.yaml",
            Component("mine", "users/bob/file_groups/nets") + FilesHost.Box("data", store.Place(bucket, "prefix: ''")) + StoreServer.Keys() + FilesHost.FileApi + FilesHost.Users);
        await using var host = await StartAsync(folder);
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "mine")).Text("reason") == "ModelMissing");
        var status = await host.StatusAsync("MLComponent", "mine");
        status.Text("state").ShouldBe("waiting");
        status.Text("message").ShouldContain("'users/bob/file_groups/nets/model.onnx' is not in box data yet");
        status.Text("message").ShouldContain("curl -u bob --data-binary @model.onnx");

        var stored = await new RawRequest("POST", "/tests/files/data/nets/model.onnx") { Body = VersionModel.Of(6) }.As(FilesHost.Bob, FilesHost.Password).SendAsync(host.PublicUrl);

        stored.Status.ShouldBe(201, stored.Text);
        await host.WaitForAsync(async () => await host.AskVersionAsync("/tests/mine/predict") == 6);
    }

    private static Task<HostProcess> StartAsync(ManifestFolder folder, string? data = null) =>
        HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = Quickly, Data = data, UntilReady = false }, Stop);

    private static Task WaitForAllAsync(HostProcess host) => host.WaitForAsync(async () =>
        await host.AskVersionAsync("/tests/one/predict") == 5 && await host.AskVersionAsync("/tests/two/predict") == 5 && await host.AskVersionAsync("/tests/all/predict") == 5);

    private static async Task<string?> TellAsync(HostProcess host)
    {
        var answer = await RawRequest.Post("/tests/reader/predict", """{"inputs":[]}""").SendAsync(host.PublicUrl);
        return answer.Status == 200 ? answer.Json.GetProperty("outputs")[0].GetProperty("data").GetString() : null;
    }

    /// <summary>An ONNX component with a part of the box <c>data</c>, and its API.</summary>
    private static string Component(string name, string part, string model = "model.onnx") => $$"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: MLComponent
        metadata: { name: {{name}}, namespace: tests }
        spec:
          mlService: { inference: { model: { modelBox: weights, modelPath: /home/{{name}}/weights/{{model}} } } }
          connectedBoxes:
            - { name: weights, path: /home/{{name}}/weights, mountS3Box: { s3BoxName: data, subPath: '{{part}}' } }
        ---

        """ + ManifestFolder.Api("tests", name);
}
