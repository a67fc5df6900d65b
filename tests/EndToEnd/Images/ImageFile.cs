using System.Formats.Tar;
using System.Text.Json;

namespace Inference.EndToEnd.Images;

/// <summary>An image as <c>docker save</c> writes it.</summary>
/// <param name="Name">With its tag.</param>
/// <param name="Config">How its containers run.</param>
/// <param name="Files">Path → mode, of all layers.</param>
internal sealed record ImageFile(string Name, JsonElement Config, IReadOnlyDictionary<string, UnixFileMode> Files)
{
    public static ImageFile Read(string path)
    {
        var documents = new Dictionary<string, JsonElement>();
        var files = new Dictionary<string, UnixFileMode>();
        foreach (var entry in Entries(File.OpenRead(path)))
        {
            if (entry.Name.EndsWith(".json", StringComparison.Ordinal))
            {
                documents.Add(entry.Name, JsonDocument.Parse(entry.DataStream.ShouldNotBeNull()).RootElement);
                continue;
            }

            foreach (var file in Entries(entry.DataStream.ShouldNotBeNull()))
                files[file.Name.TrimStart('.').TrimEnd('/')] = file.Mode;
        }

        var image = documents["manifest.json"][0];
        return new ImageFile(image.GetProperty("RepoTags")[0].GetString()!, documents[image.GetProperty(nameof(Config)).GetString()!].GetProperty("config"), files);
    }

    public IReadOnlyList<string> Texts(string field) => [.. Config.GetProperty(field).EnumerateArray().Select(text => text.GetString()!)];

    private static IEnumerable<TarEntry> Entries(Stream stream)
    {
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
            yield return entry;
    }
}
