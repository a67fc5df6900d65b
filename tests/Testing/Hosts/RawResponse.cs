using System.Text;
using System.Text.Json;

namespace Inference.Testing.Hosts;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Status">Of the status line.</param>
/// <param name="Headers">Names in lower case, in their order.</param>
public sealed record RawResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public byte[] Body { get; init; } = [];

    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    internal static RawResponse ParseHead(string head)
    {
        var lines = head.Split("\r\n");
        return new RawResponse(
            int.Parse(lines[0].Split(' ')[1]),
            [
                .. from line in lines.Skip(1)
                   let colon = line.IndexOf(':')
                   select KeyValuePair.Create(line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim()),
            ]);
    }
}
