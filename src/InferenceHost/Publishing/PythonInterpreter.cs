namespace InferenceHost.Publishing;

/// <summary>Which Python runs a component.</summary>
internal static class PythonInterpreter
{
    private static readonly string[] Environments = [".venv/bin/python", "venv/bin/python"];

    /// <summary>The one that was given, else that of a virtual environment beside the manifest, else the PATH's. Links are not resolved: an environment is known by its own.</summary>
    public static string Find(string? given, string manifestFolder) =>
        given ?? Environments.Select(path => Path.Combine(manifestFolder, path)).FirstOrDefault(File.Exists) ?? "python3";
}
