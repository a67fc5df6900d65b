using Inference.Contracts;

namespace Inference.Adapters.Python.Tests;

/// <summary>The functions that the tests run, and what they are run with.</summary>
internal static class Functions
{
    // Debian's, which has numpy: the first one on the PATH may be another
    public const string Interpreter = "/usr/bin/python3";

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Functions");

    public static PythonOptions Options(string function) => new() { Interpreter = Interpreter, Function = function, CodeFolder = Folder, WorkingFolder = Folder };

    /// <summary>A loaded function of functions.py.</summary>
    public static async Task<IModel> LoadAsync(string name, int concurrency = 1, IModelEvents? events = null, bool numpy = false)
    {
        var outcome = await new PythonModelLoader(Options($"functions.{name}") with { NumpyTensors = numpy }, TimeProvider.System)
            .LoadAsync(Source(concurrency, events), TestContext.Current.CancellationToken);
        outcome.TryGet(out var model, out var error).ShouldBeTrue(error?.ToString());
        return model;
    }

    public static ModelSource Source(int concurrency = 1, IModelEvents? events = null)
    {
        var source = new ModelSource { Component = "test.function", Concurrency = concurrency };
        return events is null ? source : source with { Events = events };
    }
}
