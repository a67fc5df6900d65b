using Inference.Adapters.Python.Pools;
using Inference.Adapters.Python.Processes;
using Inference.Contracts;

namespace Inference.Adapters.Python;

/// <summary>Loads a user's Python function, in worker processes of its own.</summary>
public sealed class PythonModelLoader(PythonOptions options, TimeProvider clock) : IModelLoader
{
    public string Platform => "python";

    public InferenceError? Hindrance => options.LauncherSocket is { } path ? RemoteLaunch.Hindrance(path) : null;

    public async Task<Outcome<IModel>> LoadAsync(ModelSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.ModelPath is { } model && !Path.Exists(model))
            return Unloadable($"the model {model} does not exist");
        if (!Launch(source).TryGet(out var launch, out var unlaunched))
            return unlaunched;
        var started = await WorkerPool.StartAsync(new WorkerPlan(options, source, launch), clock, cancellationToken);
        return started.TryGet(out var pool, out var error) ? new PythonModel(pool, source) : error;
    }

    private Outcome<IWorkerLaunch> Launch(ModelSource source)
    {
        if (options.LauncherSocket is { } path)
            return new RemoteLaunch(path, source.Environment, clock);
        if (LocalLaunch.Find(options.Interpreter) is not { } interpreter)
            return Unloadable($"no Python interpreter '{options.Interpreter}': install Python 3.9 or later, or say with --python which one to use");
        foreach (var folder in (ReadOnlySpan<string>)[options.CodeFolder, options.WorkingFolder])
        {
            if (!Directory.Exists(folder))
                return Unloadable($"the folder {folder} (pythonPath) does not exist");
        }

        var script = Path.Combine(AppContext.BaseDirectory, "worker.py");
        return new LocalLaunch(interpreter, script, options.WorkingFolder, LocalLaunch.EnvironmentOf(source.Environment), options.MemoryLimit);
    }

    private static InferenceError Unloadable(string message) => new(ErrorCode.ModelUnloadable, message);
}
