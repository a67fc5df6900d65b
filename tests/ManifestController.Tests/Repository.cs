namespace Inference.ManifestController.Tests;

internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Folder { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Inference.sln")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no folder above the tests holds Inference.sln"));
}
