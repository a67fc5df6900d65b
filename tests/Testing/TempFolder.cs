namespace Inference.Testing;

/// <summary>A folder of one test's own, removed at the end.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("inference-tests-");

    public string FullPath => folder.FullName;

    public string this[string relative] => Path.Combine(FullPath, relative);

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // the test removed it
        }
    }
}
