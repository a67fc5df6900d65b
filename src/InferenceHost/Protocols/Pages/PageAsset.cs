using System.Security.Cryptography;

namespace InferenceHost.Protocols.Pages;

/// <summary>A file of the pages, as it is built into the host.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record PageAsset(byte[] Content, string ContentType)
{
    /// <summary>Of the content, so that a browser asks for it again and is told that it has it.</summary>
    public string Tag { get; } = $"\"{Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 12))}\"";

    /// <exception cref="InvalidOperationException">The host was built without it.</exception>
    public static PageAsset Read(string name)
    {
        using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream("Pages/" + name) ?? throw new InvalidOperationException($"the host was built without its asset {name}");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PageAsset(content, TypeOf(name));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        var other => throw new InvalidOperationException($"no media type is known for {other}"),
    };
}
