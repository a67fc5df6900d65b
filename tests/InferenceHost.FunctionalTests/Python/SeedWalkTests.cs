using Inference.InferenceHost.FunctionalTests.Files;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.InferenceHost.FunctionalTests.Samples;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Python;

/// <summary>The platform's own example manifest, unchanged, from an empty box to predictions: users, an uploaded model, text, numbers and files, and somebody who is kept out.</summary>
public sealed class SeedWalkTests
{
    private const string Namespace = "pu-username-pa-bm99";
    private const string Predict = $"/{Namespace}/somename/predict";

    private const string Function = """
        import joblib


        def inference(parameters, inputs, output_fields, model_key, model=None):
            '''Weighs numbers.

            :param inputs.name: what the numbers are of
            :type inputs.name: str
            :param inputs.x: what to weigh
            :type inputs.x: FP64, optional
            :param inputs.numbers: what to weigh, a number a line
            :type inputs.numbers: FILE, optional
            :param outputs.label: what was weighed, and for whom
            :type outputs.label: str
            :param outputs.prediction: the sum
            :type outputs.prediction: FP64
            :param outputs.report: all of it
            :type outputs.report: FILE, optional
            '''
            if model is None:
                model = joblib.load(model_key)
            given = {item["name"]: item["data"] for item in inputs}
            numbers = given.get("x")
            if numbers is None:
                with open(given["numbers"]) as file:
                    numbers = [float(line) for line in file]
            prediction = sum(w * x for w, x in zip(model["weights"], numbers))
            label = f"{given['name']} for {dict(parameters)['user']}"
            outputs = [{"name": "label", "datatype": "str", "data": label, "shape": []}, {"name": "prediction", "datatype": "FP64", "data": [prediction], "shape": [1]}]
            for asked in output_fields:
                if asked["name"] == "report":
                    with open(asked["data"], "w") as file:
                        file.write(f"{label}: {prediction}")
                    outputs.append({"name": "report", "datatype": "FILE", "data": asked["data"], "shape": [1]})
            return outputs, model
        """;

    private const string Doors = $$"""
        apiVersion: v1
        kind: Secret
        metadata: { name: callers, namespace: {{Namespace}} }
        stringData: { alice: alices-password }
        ---
        apiVersion: v1
        kind: Secret
        metadata: { name: everybody, namespace: {{Namespace}} }
        stringData: { developer: developers-password, alice: alices-password, eve: eves-password }
        ---
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: { name: somename-api, namespace: {{Namespace}} }
        spec:
          mlComponent: { name: somename-mlcmp }
          restfulApi: { path: somename, auth: { basic: { credentials: callers }, identityPassThrough: true } }
        ---
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: APIComponent
        metadata: { name: files-api, namespace: {{Namespace}} }
        spec:
          files: { enabled: true }
          restfulApi: { auth: { basic: { credentials: everybody } } }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Walk_OfThePlatformsExample_EndsWithPredictions()
    {
        using var data = new TempFolder();
        using var folder = new ManifestFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Seed"), "*.yaml"))
            folder.Write(Path.GetFileName(file), await File.ReadAllTextAsync(file, Stop));
        folder.Write("doors.yaml", Doors).Write("modulename/predict.py", Function);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath, UntilReady = false, Options = PythonFolder.Options }, Stop);
        Task<RawResponse> As(string user, RawRequest request) => request.As(user, $"{user}s-password").SendAsync(host.PublicUrl);
        Task<RawResponse> Ask(string user, string body) => As(user, RawRequest.Post(Predict, body));

        // the model comes as a file of the user developer's
        await host.WaitForAsync(async () => (await host.StatusAsync("MLComponent", "somename-mlcmp")).Text("reason") == "ModelMissing");
        (await host.StatusAsync("MLComponent", "somename-mlcmp")).Text("message")
            .ShouldContain($"curl -u developer --data-binary @model.joblib http://HOST:PORT/{Namespace}/files/mymodule-data-box/models/model.joblib");
        await Shell.RunAsync($"{PythonFolder.Interpreter} -c \"import joblib; joblib.dump({{'weights': [3.0, 2.0]}}, 'model.joblib')\"", data.FullPath, Stop);
        var model = RawRequest.Post($"/{Namespace}/files/mymodule-data-box/models/model.joblib", await File.ReadAllBytesAsync(data["model.joblib"], Stop));
        (await As("developer", model)).Status.ShouldBe(201);
        await host.WaitUntilReadyAsync(TimeSpan.FromSeconds(30), Stop);

        // text and numbers
        var answer = await Ask("alice", """{"parameters":[["user","eve"]],"inputs":[{"name":"name","datatype":"str","data":"wine"},{"name":"x","datatype":"FP64","shape":[2],"data":[1,0.5]}]}""");
        answer.Data<double>("prediction").ShouldBe([4]);
        answer.DataText("label").ShouldBe("\"wine for alice\"");

        // a file of the caller's, in and out
        (await As("alice", RawRequest.Post($"/{Namespace}/files/users/in/numbers.txt", "1\n1\n"u8.ToArray()))).Status.ShouldBe(201);
        const string ByFile = """
            {"inputs":[{"name":"name","datatype":"str","data":"beer"},{"name":"numbers","datatype":"FILE","data":"in/numbers.txt"}],
             "output_fields":[{"name":"prediction"},{"name":"report","datatype":"FILE","data":"out/report.txt"}]}
            """;
        answer = await Ask("alice", ByFile);
        answer.Data<double>("prediction").ShouldBe([5]);
        answer.DataText("report").ShouldBe("\"out/report.txt\"");
        var link = (await As("alice", RawRequest.Get($"/{Namespace}/files/users/out/report.txt?download"))).Header("Location").ShouldNotBeNull();
        (await RawRequest.Get(new Uri(link).PathAndQuery).SendAsync(host.PublicUrl)).ShouldBeOk().Text.ShouldBe("beer for alice: 5.0");

        // a file that comes with the request
        var form = new Form().File("numbers", "2\n1\n").Request("""{"inputs":[{"name":"name","datatype":"str","data":"tea"},{"name":"numbers","datatype":"FILE","data":"numbers"}],"output_fields":[{"name":"prediction"}]}""");
        (await As("alice", form.To(Predict))).Data<double>("prediction").ShouldBe([8]);

        // who is no caller of the API, and whose files they are not
        (await Ask("eve", ByFile)).ShouldBeProblem(401);
        (await RawRequest.Post(Predict, ByFile).SendAsync(host.PublicUrl)).ShouldBeProblem(401);
        (await As("eve", RawRequest.Get($"/{Namespace}/files/users/out/report.txt"))).ShouldBeProblem(404);
        (await As("eve", RawRequest.Get($"/{Namespace}/files/users/../alice/file_groups/out/report.txt"))).Status.ShouldBeOneOf(400, 404);
        Directory.GetFiles(data["exchange"], "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
