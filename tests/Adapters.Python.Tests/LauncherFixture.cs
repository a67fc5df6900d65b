using Inference.Contracts;
using Inference.Testing;
using Inference.Testing.Hosts;

namespace Inference.Adapters.Python.Tests;

/// <summary>A launcher whose container is the folder of the tests' functions.</summary>
public sealed class LauncherFixture : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private LauncherProcess? launcher;

    public string Socket => folder["launcher.sock"];

    /// <summary>A script in a worker of that launcher.</summary>
    internal Task<Script> LoadAsync(int concurrency = 1, Func<ModelSource, ModelSource>? source = null) => Script.LoadAsync(concurrency, change: Elsewhere, source: source);

    internal PythonOptions Elsewhere(PythonOptions options) => options with { LauncherSocket = Socket, CodeFolder = ".", WorkingFolder = "" };

    public async ValueTask InitializeAsync() => launcher = await LauncherProcess.StartAsync(Socket, Functions.Folder);

    public async ValueTask DisposeAsync()
    {
        if (launcher is not null)
            await launcher.DisposeAsync();
        folder.Dispose();
    }
}
