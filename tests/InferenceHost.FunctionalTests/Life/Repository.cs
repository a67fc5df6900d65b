namespace Inference.InferenceHost.FunctionalTests.Life;

/// <summary>The repository these tests were built in.</summary>
internal static class Repository
{
    public static string Sample => SampleOf("digits");

    public static string SampleOf(string name) => Path("manifests", "samples", name);

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root(), .. parts]);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(System.IO.Path.Combine(folder, "Inference.sln")))
            folder = System.IO.Path.GetDirectoryName(folder).ShouldNotBeNull("these tests lie outside of the repository");
        return folder;
    }
}
