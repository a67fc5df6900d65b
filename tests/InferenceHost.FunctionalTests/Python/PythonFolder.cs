using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Python;

/// <summary>Python components of a manifest folder: <c>tests.name</c> has its function <c>inference</c> in <c>name/adapter.py</c>, and an open API of its name.</summary>
internal static class PythonFolder
{
    /// <summary>Debian's, which has numpy; another may come first on the PATH.</summary>
    public const string Interpreter = "/usr/bin/python3";

    private const string Head = "def inference(parameters, inputs, output_fields, model_key, model=None):\n";

    public static string[] Options => ["--python", Interpreter];

    /// <summary>A component without boxes.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">Of the component, its API and the folder of its code.</param>
    /// <param name="body">The function's body.</param>
    /// <param name="inference">More lines of <c>spec.mlService.inference</c>, YAML without indentation.</param>
    /// <param name="spec">More lines of <c>spec</c>, the same.</param>
    /// <param name="before">What stands before the function.</param>
    public static ManifestFolder AddPython(this ManifestFolder folder, string name, string body, string inference = "", string spec = "", string before = "")
    {
        folder.PutPython(name, body, before);
        return folder.Write($"tests.{name}.yaml", Component(name, inference, spec) + ManifestFolder.Api("tests", name));
    }

    /// <summary>Writes the function anew.</summary>
    public static void PutPython(this ManifestFolder folder, string name, string body, string before = "") =>
        folder.Write($"{name}/adapter.py", $"{before}\n\n{Head}{Indent(body, 4)}");

    private static string Component(string name, string inference, string spec) => $"""
        apiVersion: unified-platform.cs.hse.ru/v1
        kind: MLComponent
        metadata: {"{"} name: {name}, namespace: tests {"}"}
        spec:
        {Indent(spec, 2)}
          mlService:
            inference:
              entryPoint: {"{"} pythonPath: {name}, pythonFunction: adapter.inference {"}"}
        {Indent(inference, 6)}
        ---

        """;

    private static string Indent(string lines, int by) => string.Join('\n', lines.Split('\n').Select(line => new string(' ', by) + line));
}
