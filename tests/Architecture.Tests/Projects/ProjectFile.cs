using System.Xml.Linq;

namespace Inference.Architecture.Tests.Projects;

/// <summary>What a project file says it needs; paths are relative to the repository, with forward slashes.</summary>
internal sealed record ProjectFile(string Path, XDocument Xml)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsSource => Path.StartsWith("src/");

    public bool IsExe => Properties("OutputType") is [.., var type] ? type == "Exe" : Xml.Root?.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web";

    /// <summary>Names of the projects referenced.</summary>
    public IEnumerable<string> References =>
        Items("ProjectReference").Select(item => System.IO.Path.GetFileNameWithoutExtension(Include(item).Replace('\\', '/')));

    public IEnumerable<XElement> Packages => Items("PackageReference");

    public static ProjectFile Parse(string path, string xml) => new(path, XDocument.Parse(xml));

    public static string Include(XElement item) => item.Attribute("Include")?.Value ?? item.Attribute("Update")?.Value ?? "";

    public IEnumerable<XElement> Items(string name) => Xml.Descendants(name);

    private string[] Properties(string name) => [.. Xml.Descendants(name).Select(property => property.Value.Trim())];
}
