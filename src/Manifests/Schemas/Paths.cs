namespace Inference.Manifests.Schemas;

/// <summary>The rules of paths.</summary>
internal static class Paths
{
    private const string Absolute = @"^/([^/\\]+/)*([^/\\]+)?$";
    private const string InContainer = "an absolute path such as /home/ocr/weights, without '..', empty segments and backslashes, in Unicode form C";

    public static readonly Schema<ContainerPath> Container = new TextSchema<ContainerPath>(InContainer, ContainerPath.TryParse) { Pattern = Absolute };

    public static readonly Schema<ContainerPath> Mount = new TextSchema<ContainerPath>(
        InContainer + ", that is no folder of the system",
        (string text, out ContainerPath path) => ContainerPath.TryParse(text, out path) && !SystemPath.Contains(path))
    {
        Pattern = Absolute,
    };

    public static readonly Schema<ContainerPath> Assembly = new TextSchema<ContainerPath>(
        "the absolute path of a .dll",
        (string text, out ContainerPath path) => ContainerPath.TryParse(text, out path) && text.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
    {
        Pattern = @"^/([^/\\]+/)*[^/\\]*[.][dD][lL][lL]$",
    };

    public static readonly Schema<SubPath> Relative = new TextSchema<SubPath>(
        "a relative path such as users/developer, without '..', empty segments and backslashes, in Unicode form C", SubPath.TryParse)
    {
        Pattern = @"^([^/\\]+(/[^/\\]+)*/?)?$",
        Suggest = text => text.TrimStart('/'),
    };

    /// <summary>A directory of the machine; the operator's own, so '..' is allowed.</summary>
    public static readonly Schema<string> Folder = new TextSchema<string>("the path of a directory, relative to this file", IsFolder)
    {
        Pattern = @"^[^\\]*[^\\\s][^\\]*$",
        Suggest = text => text.Replace('\\', '/'),
    };

    private static bool IsFolder(string text, out string path)
    {
        path = text;
        return !string.IsNullOrWhiteSpace(text) && text.Length <= PathSegments.LongestPath && !text.Any(character => char.IsControl(character) || character == '\\');
    }
}
