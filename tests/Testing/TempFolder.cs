namespace Inference.Testing;

/// <summary>A folder of one test's own, removed at the end.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("inference-tests-");

    public string FullPath => folder.FullName;

    public string this[string relative] => Path.Combine(FullPath, relative);

    /// <summary>Writes a file, and the folders it lies in; its path.</summary>
    public string Write(string relative, string content)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

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
