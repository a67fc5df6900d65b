using System.Diagnostics;
using Inference.InferenceHost.FunctionalTests.Life;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Python;

/// <summary>The platform's own example manifest, unchanged: its box is a folder below the data folder, its model arrives late.</summary>
public sealed class SeedTests
{
    private const string Function = """
        import os
        from typing import Any, Dict, List, Tuple

        import joblib


        def inference(parameters: List[Dict[str, Any]], inputs: List[Dict[str, Any]], output_fields: List[Dict[str, Any]],
                      model_key: str, model: Any = None) -> Tuple[List[Dict[str, Any]], Any]:
            '''Weighs the inputs.

            :param inputs.x: what to weigh
            :type inputs.x: FP64
            :param inputs.image: not looked at
            :type inputs.image: FILE, optional
            :param outputs.prediction: the sum
            :type outputs.prediction: FP64
            :param outputs.label: where it comes from
            :type outputs.label: str
            '''
            if model is None:
                model = joblib.load(model_key)
                with open(os.path.join(os.path.dirname(model_key), "labels.txt")) as labels:
                    model["label"] = labels.read()
                with open(os.environ["INFERENCE_ROOT"] + "/home/path/to/labels.txt") as labels:
                    assert labels.read() == model["label"]
            prediction = sum(w * x for w, x in zip(model["weights"], inputs[0]["data"]))
            return [
                {"name": "prediction", "datatype": "FP64", "shape": [1], "data": [prediction]},
                {"name": "label", "datatype": "str", "shape": [1], "data": model["label"] + os.environ["CUSTOM_PARAMETER_1"]},
            ], model
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_ThePlatformsExample_RunsUnchanged()
    {
        using var data = new TempFolder();
        using var folder = new ManifestFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Seed"), "*.yaml"))
            folder.Write(Path.GetFileName(file), await File.ReadAllTextAsync(file, Stop));
        folder.Write("api.yaml", ManifestFolder.Api("pu-username-pa-bm99", "somename-mlcmp", "somename"));
        folder.Write("modulename/predict.py", Function);
        await using var host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Data = data.FullPath, UntilReady = false, Options = PythonFolder.Options }, Stop);
        await host.WaitForAsync(async () => (await StatusAsync(host)).Text("state") == "waiting");
        var status = await StatusAsync(host);
        status.Text("message").ShouldContain("'users/developer/file_groups/models/model.joblib' is not in box mymodule-data-box yet");

        var models = data["boxes/pu-username-pa-bm99/mymodule-data-box/users/developer/file_groups/models"];
        Directory.Exists(models).ShouldBeTrue("the folder of the box is there from the start");
        await File.WriteAllTextAsync(Path.Combine(models, "labels.txt"), "label ", Stop);
        await DumpAsync(Path.Combine(models, "model.joblib"));
        await host.WaitUntilReadyAsync(TimeSpan.FromSeconds(30), Stop);

        var answer = await AskAsync(host, """{"parameters":[["a",1]],"inputs":[{"name":"x","datatype":"FP64","shape":[2],"data":[1,0.5]}]}""");
        answer.Data<double>("prediction").ShouldBe([4]);
        answer.DataText("label").ShouldBe("\"label 3.14\"");
        answer = await RawRequest.Post("/pu-username-pa-bm99/somename/v2/models/somename-mlcmp/infer", """{"inputs":[{"name":"x","datatype":"FP64","shape":[2],"data":[1,1]}]}""")
            .SendAsync(host.PublicUrl);
        answer.Data<double>("prediction").ShouldBe([5]);
        answer.Data<string>("label").ShouldBe(["label 3.14"]);
        answer = await AskAsync(host, """{"inputs":[{"name":"image","datatype":"FILE","data":"a.png"},{"name":"x","datatype":"FP64","data":[1]}]}""");
        answer.ShouldBeProblem(400, "inputs[0]").Text.ShouldContain("files belong to users");
        (await StatusAsync(host)).Text("digest").Length.ShouldBe(64);
    }

    private static Task<System.Text.Json.JsonElement> StatusAsync(HostProcess host) => host.StatusAsync("MLComponent", "somename-mlcmp");

    private static Task<RawResponse> AskAsync(HostProcess host, string body) => RawRequest.Post("/pu-username-pa-bm99/somename/predict", body).SendAsync(host.PublicUrl);

    private static async Task DumpAsync(string path)
    {
        using var python = Process.Start(PythonFolder.Interpreter, ["-c", "import joblib, sys; joblib.dump({'weights': [3.0, 2.0]}, sys.argv[1])", path]);
        await python.WaitForExitAsync(Stop);
        python.ExitCode.ShouldBe(0);
    }
}
