using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.OpenApi;

/// <summary>Holds a host's document against the standard, and what the host takes and gives against its document.</summary>
internal static class OpenApiCheck
{
    /// <summary>Sends the example of every <c>predict</c> as it stands; each must be answered, and document, requests and answers must fit each other.</summary>
    /// <returns>How many examples there were.</returns>
    public static async Task<int> RunAsync(JsonNode document, Uri host, CancellationToken cancellationToken, Func<RawRequest, RawRequest>? by = null)
    {
        var requests = new JsonArray();
        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            if (item?["post"]?["requestBody"]?["content"]?["application/json"]?["example"] is not { } example)
                continue;
            var request = RawRequest.Post(path, example.ToJsonString());
            var answer = await (by is null ? request : by(request)).SendAsync(host);
            answer.Status.ShouldBe(200, $"{path} {example.ToJsonString()}: {answer.Text}");
            requests.Add(new JsonObject { ["path"] = path, ["request"] = example.DeepClone(), ["answer"] = JsonNode.Parse(answer.Text) });
        }

        var given = new JsonObject { ["document"] = document.DeepClone(), ["requests"] = requests };
        (await PythonAsync(given.ToJsonString(), cancellationToken)).ShouldBeEmpty();
        return requests.Count;
    }

    public static async Task<JsonNode> FetchAsync(Uri host, string path, Func<RawRequest, RawRequest>? by = null)
    {
        var request = RawRequest.Get(path);
        var answer = await (by is null ? request : by(request)).SendAsync(host);
        answer.Status.ShouldBe(200, answer.Text);
        answer.Header("Content-Type").ShouldBe("application/json");
        return JsonNode.Parse(answer.Text).ShouldNotBeNull();
    }

    private static async Task<string> PythonAsync(string given, CancellationToken cancellationToken)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "OpenApi", "check_openapi.py");
        var start = new ProcessStartInfo(PythonFolder.Interpreter, [script])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(given.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return said.Trim();
    }
}
