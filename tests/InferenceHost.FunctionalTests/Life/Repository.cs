namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>The repository these tests were built in.</summary>
internal static class Repository
{
    public static string Sample => SampleOf("digits");

    public static string SampleOf(string name) => Path.Combine(Root(), "manifests", "samples", name);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Inference.sln")))
            folder = Path.GetDirectoryName(folder).ShouldNotBeNull("these tests lie outside of the repository");
        return folder;
    }
}
