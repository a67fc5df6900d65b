using System.Collections.Concurrent;
using System.Globalization;
using Inference.Boxes.Capacity;

namespace Inference.Boxes.Mounting;

/// <summary>Which content a file of a box has, by the store's word: box, name, ETag and size. Read from the logs of snapshots, a line for each file.</summary>
internal sealed class KnownContents
{
    private const char Separator = '\t';
    private const int Fields = 5;
    private readonly ConcurrentDictionary<string, KnownContent> contents = [];
    private readonly KeyedLock<string> fetching = new();

    public static string KeyOf(MountListing listing, BoxEntry file) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes($"{listing.Store.Description}\0{file.Path}\0{file.ETag}\0{file.Size}")));

    public static string ToLine(string key, KnownContent content) =>
        string.Join(Separator, key, content.Sha256, content.Size.ToString(CultureInfo.InvariantCulture), content.Written.ToString(CultureInfo.InvariantCulture), content.Boot);

    public KnownContent? Find(string key) => contents.GetValueOrDefault(key);

    /// <summary>One at a time finds or fetches a file: parts of a box may hold the same one.</summary>
    public Task<IDisposable> WaitAsync(string key, CancellationToken cancellationToken) => fetching.WaitAsync(key, cancellationToken);

    public void Add(string key, KnownContent content) => contents[key] = content;

    /// <summary>A line that was cut short by a crash is passed over.</summary>
    public void Read(string log)
    {
        foreach (var line in File.ReadLines(log))
        {
            if (line.Split(Separator) is { Length: Fields } fields && long.TryParse(fields[2], out var size) && long.TryParse(fields[3], out var written) && fields[4].Length > 0)
                Add(fields[0], new KnownContent(fields[1], size, written, fields[4]));
        }
    }
}
