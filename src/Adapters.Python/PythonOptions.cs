namespace Inference.Adapters.Python;

/// <summary>What the adapter must know of a component beyond its model.</summary>
public sealed record PythonOptions
{
    /// <summary>The interpreter: a path, or a name that is looked for on the PATH. Python 3.9 or later.</summary>
    public required string Interpreter { get; init; }

    /// <summary><c>package.module.function</c>.</summary>
    public required string Function { get; init; }

    /// <summary>The folder put first on Python's path; absolute.</summary>
    public required string CodeFolder { get; init; }

    /// <summary>The workers' current folder; absolute.</summary>
    public required string WorkingFolder { get; init; }

    /// <summary>Whether numeric inputs arrive as arrays of numpy, over shared memory where they are large, instead of lists.</summary>
    public bool NumpyTensors { get; init; }

    /// <summary>Resident bytes that a worker with the processes it starts may use; null for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>How long importing the function's module may take.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);
}
