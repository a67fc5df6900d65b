using System.Diagnostics;
using Inference.InferenceHost.FunctionalTests.Python;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.InferenceHost.FunctionalTests.Grpc;

/// <summary>Clients that are not ours: Debian's for Python, and the one in JavaScript that eng/setup.sh --tests puts into <c>artifacts/tools</c>.</summary>
internal static class GrpcClient
{
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "Grpc", "Clients");
    private static readonly string Messages = Path.Combine(AppContext.BaseDirectory, "Grpc", "Messages");

    /// <summary>Goes through a scenario; ends the test where the client is not there.</summary>
    public static async Task RunAsync(string client, HostProcess host, string scenario, params string[] more)
    {
        using var folder = new TempFolder();
        using var process = await StartAsync(client, host, scenario, folder, more);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        (process.ExitCode, said.Trim()).ShouldBe((0, "done"), await errors);
    }

    /// <summary>The same, still running.</summary>
    /// <param name="client"><c>python</c> or <c>javascript</c>.</param>
    /// <param name="host">Called.</param>
    /// <param name="scenario">What the script calls it.</param>
    /// <param name="folder">For generated code, as long as the client runs.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<Process> StartAsync(string client, HostProcess host, string scenario, TempFolder folder, params string[] more)
    {
        string[] called = [host.GrpcUrl.Authority, host.PublicGrpcUrl.Authority, scenario, .. more];
        if (client == "javascript")
        {
            var modules = Path.Combine(RepositoryRoot(), "artifacts", "tools", "grpc-js", "node_modules");
            Assert.SkipUnless(Directory.Exists(Path.Combine(modules, "@grpc", "grpc-js")), "@grpc/grpc-js is not there: eng/setup.sh --tests installs it");
            return Start("node", modules, [Path.Combine(Scripts, "client.js"), Messages, .. called]);
        }

        using var generating = Start(PythonFolder.Interpreter, modules: null, ["-m", "grpc_tools.protoc", "-I", Messages, $"--python_out={folder.FullPath}", $"--grpc_python_out={folder.FullPath}", "open_inference.proto", "health.proto", "reflection.proto"]);
        await generating.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(generating.ExitCode == 0, "python3-grpcio and python3-grpc-tools are not there: eng/setup.sh --tests installs them");
        return Start(PythonFolder.Interpreter, modules: null, [Path.Combine(Scripts, "client.py"), folder.FullPath, .. called]);
    }

    private static Process Start(string program, string? modules, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = modules;

        // whatever proxy this machine has, the host is here
        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Inference.sln")))
            folder = folder.Parent;
        return folder.ShouldNotBeNull().FullName;
    }
}
