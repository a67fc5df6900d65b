namespace InferenceHost.Hosting;

/// <summary>Names, sizes and times of the manifest files of a folder, told apart by a hash: equal stamps mean nothing changed.</summary>
internal readonly record struct ManifestStamp(int Files, int Hash)
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden };

    public static ManifestStamp None => default;

    public static ManifestStamp Of(string source)
    {
        if (!Directory.Exists(source))
            return ManifestLoop.IsManifest(source) ? Of(new FileInfo(source)) : None;
        var hash = default(HashCode);
        var files = 0;
        try
        {
            foreach (var file in new DirectoryInfo(source).EnumerateFiles("*.y*ml", Everywhere).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                hash.Add(file.FullName);
                hash.Add(file.Length);
                hash.Add(file.LastWriteTimeUtc);
                files++;
            }
        }
        catch (IOException)
        {
            // a file went away while we looked: the next look tells
        }

        return new ManifestStamp(files, hash.ToHashCode());
    }

    private static ManifestStamp Of(FileInfo file) => file.Exists ? new ManifestStamp(1, HashCode.Combine(file.Length, file.LastWriteTimeUtc)) : None;
}
