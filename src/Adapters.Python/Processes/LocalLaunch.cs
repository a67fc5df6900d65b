using System.ComponentModel;

namespace Inference.Adapters.Python.Processes;

/// <summary>Starts worker processes as children of this one.</summary>
/// <param name="Interpreter">Absolute.</param>
/// <param name="Script">worker.py, absolute.</param>
/// <param name="WorkingFolder">Absolute.</param>
/// <param name="Environment">All of it, as NAME=value.</param>
/// <param name="MemoryLimit">Resident bytes of its process group; null for no limit.</param>
internal sealed record LocalLaunch(string Interpreter, string Script, string WorkingFolder, string[] Environment, long? MemoryLimit) : IWorkerLaunch
{
    // what programs need to find each other, their files and their language; nothing that says anything of the host
    private static readonly string[] Inherited = ["PATH", "HOME", "USER", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH"];

    /// <summary>The environment of a worker: little of ours, and the component's own over it.</summary>
    public static string[] EnvironmentOf(IReadOnlyDictionary<string, string> component)
    {
        var all = new Dictionary<string, string>();
        foreach (var name in Inherited)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
                all[name] = value;
        }

        foreach (var (name, value) in component)
            all[name] = value;
        return [.. all.Select(variable => $"{variable.Key}={variable.Value}")];
    }

    /// <summary>The program's absolute path; null where there is none.</summary>
    public static string? Find(string interpreter)
    {
        if (interpreter.Contains('/', StringComparison.Ordinal))
            return File.Exists(interpreter) ? Path.GetFullPath(interpreter) : null;
        return (System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.GetFullPath(Path.Combine(folder, interpreter)))
            .FirstOrDefault(File.Exists);
    }

    public ValueTask<ChildStart> StartAsync(WorkerDescriptors descriptors, CancellationToken cancellationToken)
    {
        var pid = Spawn.Start(Interpreter, [Interpreter, Script], Environment, WorkingFolder, descriptors.Passed);
        var started = pid < 0 ? new ChildStart(Child: null, $"the interpreter {Interpreter} cannot be started: {new Win32Exception(-pid).Message}")
            : LocalChild.TryWatch(pid, MemoryLimit) is { } child ? new ChildStart(child)
            : new ChildStart(Child: null, "no descriptors are left to watch a worker process with: raise the limit of open files");
        return ValueTask.FromResult(started);
    }
}
