using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Python;

/// <summary>One host with Python components for all tests that only ask.</summary>
public sealed class PythonHost : IAsyncLifetime
{
    private readonly ManifestFolder folder = new();
    private HostProcess? host;

    public HostProcess Host => host.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        folder.AddPython("sum", """
            '''Adds up.

            :param inputs.x: the numbers
            :type inputs.x: FP32 or FP64
            :param inputs.note: passed through
            :type inputs.note: str, optional
            :param outputs.sum: their sum
            :type outputs.sum: FP64
            :param outputs.note: as it came
            :type outputs.note: str
            '''
            data = {item["name"]: item for item in inputs}
            note = data["note"]["data"] if "note" in data else "none"
            return [
                {"name": "note", "datatype": "str", "data": note},
                {"name": "sum", "datatype": "FP64", "shape": [1], "data": [sum(data["x"]["data"])]},
                {"name": "type", "datatype": "str", "data": data["x"]["datatype"]},
            ], model
            """);
        folder.AddPython("echo", "return inputs, model");
        folder.AddPython("tell", """
            return [{"name": "told", "datatype": "dict", "data": {
                "parameters": parameters, "output_fields": output_fields, "model_key": model_key,
                "env": dict(os.environ), "folder": os.getcwd(), "pid": os.getpid(), "calls": model or 0,
            }}], (model or 0) + 1
            """,
            spec: "env: [ { name: THRESHOLD, value: \"0.5\" } ]",
            before: "import os");
        folder.AddPython("wrong", """
            '''Gives what it should not.

            :param outputs.y: a number
            :type outputs.y: FP64
            '''
            what = inputs[0]["data"]
            if what == "raise":
                raise ValueError("no such thing\nas that")
            if what == "missing":
                return [], model
            if what == "type":
                return [{"name": "y", "datatype": "str", "data": "text"}], model
            if what == "file":
                return [{"name": "y", "datatype": "FP64", "data": [1.0]}, {"name": "f", "datatype": "FILE", "data": "/etc/passwd"}], model
            if what == "exit":
                os._exit(3)
            if what == "kill":
                os.kill(os.getpid(), 9)
            if what == "sleep":
                time.sleep(60)
            if what == "stubborn":
                while True:
                    try:
                        time.sleep(60)
                    except BaseException:
                        pass
            return [{"name": "y", "datatype": "FP64", "data": [1.0]}], model
            """,
            "requestTimeout: 3s",
            before: "import os, time");
        folder.AddPython("print", """
            for line in inputs[0]["data"]:
                sys.stdout.buffer.write(line + b"\n")
            sys.stdout.flush()
            print("to stderr", file=sys.stderr, flush=True)
            return [{"name": "y", "datatype": "str", "data": "done"}], model
            """,
            before: "import sys");
        host = await HostProcess.StartAsync(new HostStart(folder.FullPath) { Options = PythonFolder.Options }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        folder.Dispose();
    }

    internal Task<RawResponse> PredictAsync(string component, string body) => RawRequest.Post($"/tests/{component}/predict", body).SendAsync(Host.PublicUrl);

    internal Task<RawResponse> InferAsync(string component, string body) => RawRequest.Post($"/v2/models/{component}/infer", body).SendAsync(Host.InternalUrl);

    /// <summary>Asks <c>wrong</c> to do something wrong.</summary>
    internal Task<RawResponse> DoWrongAsync(string what, string id = "") =>
        RawRequest.Post("/tests/wrong/predict", Wrong(what)).With("X-Request-Id", id.Length == 0 ? what : id).SendAsync(Host.PublicUrl);

    /// <summary>The file with the component's function.</summary>
    internal string CodeOf(string component) => Path.Combine(folder.FullPath, component, "adapter.py");

    internal static string Wrong(string what) => $$"""{"inputs":[{"name":"what","datatype":"str","data":"{{what}}"}]}""";
}
