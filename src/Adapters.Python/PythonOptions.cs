namespace Inference.Adapters.Python;

/// <summary>What the adapter must know of a component beyond its model.</summary>
public sealed record PythonOptions
{
    /// <summary>The interpreter: a path, or a name that is looked for on the PATH. Python 3.9 or later. With a launcher, its own is taken.</summary>
    public string Interpreter { get; init; } = "python3";

    /// <summary><c>package.module.function</c>.</summary>
    public required string Function { get; init; }

    /// <summary>The folder put first on Python's path; absolute, or with a launcher relative to its current folder.</summary>
    public required string CodeFolder { get; init; }

    /// <summary>The workers' current folder; absolute. With a launcher, its own is taken.</summary>
    public string WorkingFolder { get; init; } = "";

    /// <summary>The unix socket of a launcher (launcher.py) in another container, which starts the workers there; null to start them here.</summary>
    public string? LauncherSocket { get; init; }

    /// <summary>Whether numeric inputs arrive as arrays of numpy, over shared memory where they are large, instead of lists.</summary>
    public bool NumpyTensors { get; init; }

    /// <summary>Resident bytes that a worker with the processes it starts may use; null for no limit. With a launcher, its container's limit holds.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>How long importing the function's module may take.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
