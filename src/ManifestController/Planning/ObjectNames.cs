using System.Security.Cryptography;
using System.Text;

namespace ManifestController.Planning;

/// <summary>
/// Names of what is made for a manifest. A prefix keeps them apart from other people's objects and makes any label a name for a Service, which must begin with a letter; what is too long for one is cut and
/// told apart by a hash.
/// </summary>
internal static class ObjectNames
{
    private const int LongestLabel = 63;
    private const int HashLength = 8;

    public static string OfComponent(string name) => Fit("ml-" + name, LongestLabel);

    public static string OfFiles(string name) => Fit("files-" + name, LongestLabel);

    public static string OfApi(string name) => Fit("api-" + name, LongestLabel);

    /// <summary>A ConfigMap's, which changes with what is in it.</summary>
    public static string WithContent(string name, string content) => $"{name}-{Hash(content)}";

    /// <summary>A volume's: a label, though other things have longer names.</summary>
    public static string OfVolume(string kind, string name) => Fit($"{kind}-{name.Replace('.', '-')}", LongestLabel);

    /// <summary>Short, for names and annotations; of the same text always the same.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];

    private static string Fit(string name, int most) =>
        name.Length <= most ? name : $"{name[..(most - HashLength - 1)].TrimEnd('-')}-{Hash(name)}";
}
